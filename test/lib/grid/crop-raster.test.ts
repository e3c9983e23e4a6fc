import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropRaster } from '../../../lib/grid/crop-raster.ts';
import type { GridWindow } from '../../../lib/grid/grid-window.ts';

const windows = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      from: fc.constant<GridWindow>({ perDegree: 1008, column: 40, row: 70, width, height }),
      x: fc.nat({ max: width - 1 }),
      y: fc.nat({ max: height - 1 }),
    }),
  )
  .chain(({ from, x, y }) =>
    fc.record({
      from: fc.constant(from),
      to: fc
        .record({ w: fc.integer({ min: 1, max: from.width - x }), h: fc.integer({ min: 1, max: from.height - y }) })
        .map(({ w, h }): GridWindow => ({ perDegree: 1008, column: 40 + x, row: 70 + y, width: w, height: h })),
    }),
  );

describe('cropRaster', () => {
  it('gives each cell the value it had', () => {
    fc.assert(
      fc.property(windows, ({ from, to }) => {
        const place = (row: number, column: number) => (row - 70) * 16 + column - 40;
        const rasterOf = ({ column, row, width, height }: GridWindow) =>
          Uint8Array.from({ length: width * height }, (_, i) =>
            place(row + Math.floor(i / width), column + (i % width)),
          );
        expect(cropRaster(rasterOf(from), from, to)).toEqual(rasterOf(to));
      }),
    );
  });

  it.each<[string, Partial<GridWindow>]>([
    ['reaches out', { width: 3 }],
    ['begins before', { column: -1 }],
    ['is of another grid', { perDegree: 1008 }],
  ])('refuses a window that %s', (_, change) => {
    const from: GridWindow = { perDegree: 112, column: 0, row: 0, width: 2, height: 2 };
    expect(() => cropRaster(new Uint8Array(4), from, { ...from, ...change })).toThrow(RangeError);
  });
});
