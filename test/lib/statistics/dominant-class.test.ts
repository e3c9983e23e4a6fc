import { describe, expect, it } from 'vitest';
import { dominantClasses } from '../../../lib/statistics/dominant-class.ts';
import { landcoverGroups } from '../../../lib/statistics/landcover-groups.ts';

/** Cells side by side, each given as [code, pixels] that fill its 81 pixels in order. */
function landcover(...cells: readonly (readonly (readonly [number, number])[])[]): Uint8Array {
  const classes = new Uint8Array(cells.length * 81);
  cells.forEach((parts, cell) => {
    const pixels = parts.flatMap(([code, count]) => Array<number>(count).fill(code));
    if (pixels.length !== 81) throw new Error(`the cell has ${pixels.length} pixels`);
    pixels.forEach((code, i) => {
      classes[Math.floor(i / 9) * cells.length * 9 + cell * 9 + (i % 9)] = code;
    });
  });
  return classes;
}

const CELLS = landcover(
  [[40, 81]],
  [
    [50, 40],
    [30, 41],
  ],
  [
    [112, 40],
    [40, 40],
    [80, 1],
  ],
  [
    [40, 61],
    [255, 20],
  ],
  [
    [40, 60],
    [0, 21],
  ],
  [
    [255, 80],
    [200, 1],
  ],
  [
    [0, 41],
    [255, 40],
  ],
);
const DOMINANT = dominantClasses(CELLS, 7, 1);

describe('dominantClasses', () => {
  it('counts every class, gives a tie to the lower code, and takes no data for no class', () => {
    expect(Array.from(DOMINANT.code)).toEqual([40, 30, 40, 40, 40, 200, 255]);
    expect(Array.from(DOMINANT.pixels)).toEqual([81, 41, 40, 61, 60, 1, 0]);
  });

  it('reads rows of cells in order', () => {
    const classes = new Uint8Array(2 * 2 * 81);
    classes.forEach((_, i) => {
      const [row, column] = [Math.floor(i / 18 / 9), Math.floor((i % 18) / 9)];
      classes[i] = 10 * (2 * row + column + 2);
    });
    expect(Array.from(dominantClasses(classes, 2, 2).code)).toEqual([20, 30, 40, 50]);
  });

  it('refuses an array of another size', () => {
    expect(() => dominantClasses(new Uint8Array(80), 1, 1)).toThrow('1 × 1 cells need 81 pixels, not 80');
  });
});

describe('landcoverGroups', () => {
  it('lists all cells, then M and H (at least 61 of 81 pixels) per class', () => {
    const groups = landcoverGroups(DOMINANT, new Uint8Array([1, 1, 1, 1, 1, 0, 1]));
    expect(groups.map(({ landcover, name, cover, cells }) => [landcover, name, cover, ...cells])).toEqual([
      [null, 'all', 'all', 0, 1, 2, 3, 4, 6],
      [30, 'herbaceous vegetation', 'M', 1],
      [30, 'herbaceous vegetation', 'H'],
      [40, 'cropland', 'M', 0, 2, 3, 4],
      [40, 'cropland', 'H', 0, 3],
    ]);
  });
});
