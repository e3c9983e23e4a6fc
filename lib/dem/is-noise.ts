import type { RasterArray } from '../raster/data-type.ts';
import { isHeight } from './average-blocks.ts';

/** Looks at every so many samples. */
const STRIDE = 17;
/** A file that does not declare its fill values has one or two; resampling mixes them with heights, but on coasts alone. */
const MAX_DISTINCT = 16;
/** Metres: exponents run wild in noise, downwards too. */
const SMALLEST_M = 1e-9;

/**
 * Whether most samples that are not nodata are neither heights nor a few fill values: what a wrong predictor, byte order or data
 * type makes of a tile. Taken for voids they would make land a sea.
 */
export function isNoise(stored: RasterArray, nodata: number | undefined): boolean {
  const distinct = new Set<number>();
  let impossible = 0;
  let looked = 0;
  for (let i = 0; i < stored.length; i += STRIDE) {
    const value = stored[i] as number;
    if (Number.isNaN(value) || value === nodata) continue;
    looked++;
    if (isHeight(value) && (value === 0 || Math.abs(value) >= SMALLEST_M)) continue;
    impossible++;
    if (distinct.size <= MAX_DISTINCT) distinct.add(value);
  }
  return 2 * impossible > looked && distinct.size > MAX_DISTINCT;
}
