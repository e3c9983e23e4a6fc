import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageBlocks, heightsOf } from '../../../lib/dem/average-blocks.ts';
import { fillVoids } from '../../../lib/dem/fill-voids.ts';

const nan = Number.NaN;

describe('fillVoids', () => {
  test('takes the mean of the smallest square that holds anything', () => {
    const values = Float32Array.of(nan, 4, nan, nan, 2, nan, nan, nan, 8, 8, nan, nan, 8, 8, nan, nan);
    fillVoids(values, 4, 4);
    // Upper left: mean of 4 and 2. The right half has nothing: mean of the means 3 and 8.
    const [m, far] = [3, 5.5];
    expect(values).toEqual(Float32Array.of(m, 4, far, far, 2, m, far, far, 8, 8, far, far, 8, 8, far, far));
  });

  test('leaves no void unless there is nothing else, changes no height, and stays within the range of the heights', () => {
    const height = fc.oneof(fc.constant(nan), fc.integer({ min: -400, max: 8000 }));
    const grids = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([columns, rows]) =>
        fc.tuple(fc.constant(columns), fc.array(height, { minLength: columns * rows, maxLength: columns * rows })),
      );
    fc.assert(
      fc.property(grids, ([columns, list]) => {
        const values = Float32Array.from(list);
        fillVoids(values, columns, list.length / columns);
        const valid = list.filter((value) => !Number.isNaN(value));
        if (valid.length === 0) {
          expect(values.every(Number.isNaN)).toBe(true);
          return;
        }
        const [low, high] = [Math.min(...valid), Math.max(...valid)];
        list.forEach((before, i) => {
          const after = values[i] as number;
          if (Number.isNaN(before)) expect(after >= low - 1e-3 && after <= high + 1e-3).toBe(true);
          else expect(after).toBe(before);
        });
      }),
    );
  });
});

describe('heightsOf', () => {
  test('knows nodata, NaN and impossible heights for voids', () => {
    const stored = Float32Array.of(-9999, nan, -32767, 9999, 8849, -430, 0, 12);
    expect(heightsOf(stored, 12)).toEqual(Float32Array.of(nan, nan, nan, nan, 8849, -430, 0, nan));
  });
});

describe('averageBlocks', () => {
  test('averages what is there', () => {
    const values = Float32Array.of(1, 2, nan, nan, 3, nan, nan, nan);
    expect(averageBlocks(values, 4, 2, 2)).toEqual(Float32Array.of(2, nan));
  });
});
