import type { RasterArray } from '../raster/data-type.ts';

/** No land lies lower or higher: the shore of the Dead Sea is at −430 m, the highest summit at 8849 m. */
const LOWEST_M = -1000;
const HIGHEST_M = 9500;

/** False for NaN too. */
export function isHeight(value: number): boolean {
  return value > LOWEST_M && value < HIGHEST_M;
}

/** Heights as floats, in place where they are; NaN for nodata and for what can be no height, as fill values that the file does not declare. */
export function heightsOf(stored: RasterArray, nodata: number | undefined): Float32Array {
  const heights = stored instanceof Float32Array ? stored : Float32Array.from(stored);
  const none = nodata ?? Number.NaN; // nothing equals NaN
  for (let i = 0; i < heights.length; i++) {
    const value = heights[i] as number;
    if (!(value > LOWEST_M && value < HIGHEST_M) || value === none) heights[i] = Number.NaN;
  }
  return heights;
}

/** Means of `factor` × `factor` pixels, NaN left out; NaN where all are. Width and height are multiples of `factor`. */
export function averageBlocks(values: Float32Array, width: number, height: number, factor: number): Float32Array {
  if (factor === 1) return values;
  const columns = width / factor;
  const out = new Float32Array(columns * (height / factor));
  const sum = new Float64Array(columns);
  const count = new Uint32Array(columns);
  for (let r = 0; r < height; r++) {
    if (r % factor === 0) {
      sum.fill(0);
      count.fill(0);
    }
    for (let c = 0, i = r * width; c < columns; c++) {
      let total = 0;
      let valid = 0;
      for (let k = 0; k < factor; k++, i++) {
        const value = values[i] as number;
        if (Number.isNaN(value)) continue;
        total += value;
        valid++;
      }
      sum[c] = (sum[c] as number) + total;
      count[c] = (count[c] as number) + valid;
    }
    if (r % factor === factor - 1) {
      const target = Math.floor(r / factor) * columns;
      for (let c = 0; c < columns; c++) out[target + c] = (sum[c] as number) / (count[c] as number);
    }
  }
  return out;
}
