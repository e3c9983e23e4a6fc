import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';

/** Pixels of one class, of the 81 in a 1-km cell, that make it homogeneous: at least 75 %. */
export const HOMOGENEOUS_PIXELS = 61;
/** LC100 codes that are no class: 0 = unknown for want of data, 255 = outside the map. */
const NO_CLASS: readonly number[] = [0, 255];

/** Dominant land cover per 1-km cell, row-major. */
export interface DominantClasses {
  /** LC100 code; 255 where no pixel of the cell has a class. A tie goes to the lower code. */
  readonly code: Uint8Array;
  /** Pixels of that class, 0 … 81. */
  readonly pixels: Uint8Array;
}

/**
 * @param classes LC100 codes at 100 m, row-major, `width` · 9 columns by `height` · 9 rows
 * @param width, height size in 1-km cells
 */
export function dominantClasses(classes: Uint8Array, width: number, height: number): DominantClasses {
  const side = PIXELS_PER_CELL_SIDE;
  if (classes.length !== width * height * side * side) {
    throw new RangeError(
      `${width} × ${height} cells need ${width * height * side * side} pixels, not ${classes.length}`,
    );
  }
  const code = new Uint8Array(width * height).fill(255);
  const pixels = new Uint8Array(width * height);
  const counts = new Uint8Array(256);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const first = row * side * width * side + column * side;
      for (let y = 0; y < side; y++) {
        const start = first + y * width * side;
        for (let x = 0; x < side; x++) {
          const found = classes[start + x] as number;
          counts[found] = (counts[found] as number) + 1;
        }
      }
      // Only codes that occur are looked at, and their counts are cleared for the next cell.
      let best = 255;
      let most = 0;
      for (const none of NO_CLASS) counts[none] = 0;
      for (let y = 0; y < side; y++) {
        const start = first + y * width * side;
        for (let x = 0; x < side; x++) {
          const candidate = classes[start + x] as number;
          const count = counts[candidate] as number;
          counts[candidate] = 0;
          if (count > most || (count === most && count > 0 && candidate < best)) {
            best = candidate;
            most = count;
          }
        }
      }
      code[row * width + column] = best;
      pixels[row * width + column] = most;
    }
  }
  return { code, pixels };
}
