import type { RangeSource } from '../raster/range-source.ts';

/**
 * The files of one product, wherever they lie: a SAFE folder, a zip, a key prefix. Paths are relative to the product
 * root and use slashes, e.g. `annotation/calibration/noise-s1a-iw-grd-vv-….xml`.
 */
export interface SceneFiles {
  /** Shown in messages: a path, a key prefix. */
  readonly name: string;
  /** `S1A_IW_GRDH_1SDV_…_6FF8`, without `.SAFE` or `.zip`. */
  readonly product: string;
  /** Every file with its size in bytes. */
  list(): Promise<readonly { readonly path: string; readonly size: number }[]>;
  /** Undefined for a file that does not exist. */
  open(path: string): Promise<RangeSource | undefined>;
}
