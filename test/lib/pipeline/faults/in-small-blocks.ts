import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { readWindow } from '../../../../lib/raster/read-window.ts';

/** The same raster in blocks of 64 pixels: a window of a few pixels then costs a sixty-fourth of what its usual blocks do. */
export async function inSmallBlocks(
  key: string,
  bytes: Uint8Array,
  overviews: 'mean' | 'nearest',
): Promise<Uint8Array> {
  const image = await openTiff(sourceOfBytes(key, bytes));
  const [{ width, height }] = image.levels;
  const { transform, nodata, dataType, pixelIsPoint } = image;
  if (!transform) throw new RangeError(`${key} lies nowhere`);
  const bands = await Promise.all(
    image.bandInfo.map(async ({ description, unit, scale, offset }, band) => ({
      data: await readWindow(image, { column: 0, row: 0, width, height }, { band }),
      description: description ?? '',
      ...(unit !== undefined && { unit }),
      scale,
      offset,
    })),
  );
  const whole = { width, height, dataType, bands, transform, overviews, pixelIsPoint, tileSize: 64 };
  return encodeCog(nodata === undefined ? whole : { ...whole, nodata });
}
