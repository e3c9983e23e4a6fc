import type { RasterArray } from '../raster/data-type.ts';
import { isHeight } from './average-blocks.ts';

/** Looks at every so many samples. */
const STRIDE = 17;
/** A file that does not declare its fill values has one or two; resampling mixes them with heights, but on coasts alone. */
const MAX_DISTINCT = 16;

/**
 * Whether most samples are neither heights nor nodata nor a few fill values: what a wrong predictor, byte order or data
 * type makes of a tile. Taken for voids they would make land a sea.
 */
export function isNoise(stored: RasterArray, nodata: number | undefined): boolean {
  const distinct = new Set<number>();
  let impossible = 0;
  let looked = 0;
  for (let i = 0; i < stored.length; i += STRIDE, looked++) {
    const value = stored[i] as number;
    if (isHeight(value) || value === nodata || Number.isNaN(value)) continue;
    impossible++;
    if (distinct.size <= MAX_DISTINCT) distinct.add(value);
  }
  return 2 * impossible > looked && distinct.size > MAX_DISTINCT;
}
