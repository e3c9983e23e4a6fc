import { createRaster, type DataType, isFloat, type RasterArray } from './data-type.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: RasterArray;
}

/** `mean`: of the valid pixels of each 2 × 2; `nearest`: the upper left of them, for codes and flags. */
export type OverviewMethod = 'mean' | 'nearest';

/** The next coarser overview: half the size, rounded up. At odd edges the last pixels stand for one or two only. */
export function halveRaster(plane: Plane, dataType: DataType, method: OverviewMethod, nodata?: number): Plane {
  const width = Math.ceil(plane.width / 2);
  const height = Math.ceil(plane.height / 2);
  const data = createRaster(dataType, width * height);
  if (method === 'nearest') takeUpperLeft(plane, width, height, data);
  else meanOfFour(plane, width, height, data, isFloat(dataType), nodata);
  return { width, height, data };
}

function takeUpperLeft(plane: Plane, width: number, height: number, out: RasterArray): void {
  for (let y = 0; y < height; y++) {
    const row = 2 * y * plane.width;
    for (let x = 0; x < width; x++) out[y * width + x] = plane.data[row + 2 * x] as number;
  }
}

/** NaN never counts as valid. Where nothing is valid: nodata, or without one NaN (0 for integers, which cannot occur). */
function meanOfFour(plane: Plane, width: number, height: number, out: RasterArray, float: boolean, nodata?: number) {
  const { data } = plane;
  const empty = nodata ?? (float ? Number.NaN : 0);
  for (let y = 0; y < height; y++) {
    const lastRow = Math.min(2 * y + 1, plane.height - 1);
    for (let x = 0; x < width; x++) {
      const lastColumn = Math.min(2 * x + 1, plane.width - 1);
      let sum = 0;
      let count = 0;
      for (let r = 2 * y; r <= lastRow; r++) {
        for (let c = 2 * x; c <= lastColumn; c++) {
          const value = data[r * plane.width + c] as number;
          if (value === nodata || Number.isNaN(value)) continue;
          sum += value;
          count++;
        }
      }
      const mean = sum / count;
      out[y * width + x] = count === 0 ? empty : float ? mean : Math.round(mean);
    }
  }
}
