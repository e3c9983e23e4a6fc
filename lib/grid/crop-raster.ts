import type { GridWindow } from './grid-window.ts';

/**
 * The part of a row-major raster of bytes on window `from` that lies in window `to` of the same grid.
 *
 * @throws RangeError if `to` is not inside `from`
 */
export function cropRaster(values: Uint8Array, from: GridWindow, to: GridWindow): Uint8Array {
  const x = to.column - from.column;
  const y = to.row - from.row;
  const inside = x >= 0 && y >= 0 && x + to.width <= from.width && y + to.height <= from.height;
  if (!inside || from.perDegree !== to.perDegree) {
    throw new RangeError(`window ${JSON.stringify(to)} is not inside ${JSON.stringify(from)}`);
  }
  const cropped = new Uint8Array(to.width * to.height);
  for (let row = 0; row < to.height; row++) {
    const start = (y + row) * from.width + x;
    cropped.set(values.subarray(start, start + to.width), row * to.width);
  }
  return cropped;
}
