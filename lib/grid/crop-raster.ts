import type { GridWindow } from './grid-window.ts';

/**
 * The part of a row-major raster on window `from` that lies in window `to` of the same grid.
 *
 * @param border values per row and column beyond the cells: 1 for rasters of cell corners
 * @throws RangeError if `to` is not inside `from`
 */
export function cropRaster<T extends Uint8Array | Float32Array>(
  values: T,
  from: GridWindow,
  to: GridWindow,
  border = 0,
): T {
  const x = to.column - from.column;
  const y = to.row - from.row;
  const inside = x >= 0 && y >= 0 && x + to.width <= from.width && y + to.height <= from.height;
  if (!inside || from.perDegree !== to.perDegree) {
    throw new RangeError(`window ${JSON.stringify(to)} is not inside ${JSON.stringify(from)}`);
  }
  const width = to.width + border;
  const height = to.height + border;
  const sourceWidth = from.width + border;
  const cropped = values instanceof Uint8Array ? new Uint8Array(width * height) : new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * sourceWidth + x;
    cropped.set(values.subarray(start, start + width), row * width);
  }
  return cropped as T; // made by the same constructor
}
