import { openTiff } from '../../lib/raster/open-tiff.ts';
import { openFileSource } from '../files/file-source.ts';

/** Size, grid, coding and bands of a GeoTIFF. @throws InvalidTiffError */
export async function describeRaster(path: string): Promise<Record<string, unknown>> {
  await using source = await openFileSource(path);
  const image = await openTiff(source);
  const [full, ...overviews] = image.levels;
  return {
    file: path,
    bytes: source.size,
    width: full.width,
    height: full.height,
    dataType: image.dataType,
    nodata: image.nodata,
    epsg: image.epsg,
    transform: image.transform,
    block: [full.layout.blockWidth, full.layout.blockHeight],
    compression: full.layout.compression,
    predictor: full.layout.predictor,
    overviews: overviews.map(({ width, height }) => `${width} × ${height}`),
    bands: image.bandInfo,
    metadata: image.metadata,
  };
}
