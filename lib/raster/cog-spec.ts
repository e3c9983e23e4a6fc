import type { GeoTransform } from '../grid/grid-window.ts';
import { DATA_TYPES, type DataType, type RasterArray } from './data-type.ts';
import type { OverviewMethod } from './halve-raster.ts';

export interface CogBand {
  /** Row-major, width · height samples. */
  readonly data: RasterArray;
  readonly description: string;
  readonly unit?: string;
  /** Value = stored · scale + offset. */
  readonly scale?: number;
  readonly offset?: number;
}

/** What a cloud-optimised GeoTIFF is made of. All bands share size, type and nodata. */
export interface CogSpec {
  readonly width: number;
  readonly height: number;
  readonly dataType: DataType;
  readonly bands: readonly CogBand[];
  /** Of the outer corner, north-up, in degrees. */
  readonly transform: GeoTransform;
  /** May be NaN for floats. Absent: every sample is data. */
  readonly nodata?: number;
  readonly overviews: OverviewMethod;
  /** Side of a tile in pixels, a multiple of 16; default 512. */
  readonly tileSize?: number;
  /** Default: when a classic TIFF (4 GiB) is too small. */
  readonly bigTiff?: boolean;
  readonly epsg?: 4326;
  /** Says how the file is meant; `transform` is of the outer corner either way. */
  readonly pixelIsPoint?: boolean;
  /** Dataset items of GDAL_METADATA. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** @throws RangeError if the parts of a specification do not fit together: a mistake of the caller, not of a file */
export function checkCogSpec(spec: CogSpec, tileSize: number): void {
  const { width, height, bands, transform, dataType, nodata } = spec;
  const fail = (what: string): never => {
    throw new RangeError(`cannot write a GeoTIFF ${what}`);
  };
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    fail(`of ${width} × ${height}`);
  if (bands.length === 0) fail('without bands');
  if (tileSize % 16 !== 0 || tileSize <= 0 || tileSize > 32768) fail(`with tiles of ${tileSize} pixels`);
  for (const { data, description } of bands) {
    if (data.length !== width * height) fail(`of ${width} × ${height} from ${data.length} samples (${description})`);
    if (!(data instanceof DATA_TYPES[dataType].array)) fail(`of ${dataType} from other samples (${description})`);
  }
  if (!(transform[1] > 0 && transform[5] < 0 && transform[2] === 0 && transform[4] === 0)) fail('that is not north-up');
  if (nodata !== undefined && !dataType.startsWith('float') && !Number.isInteger(nodata)) {
    fail(`of ${dataType} with nodata ${nodata}`);
  }
}
