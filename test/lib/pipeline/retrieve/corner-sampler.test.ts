import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridWindow } from '../../../../lib/grid/grid-window.ts';
import { cornerSampler } from '../../../../lib/pipeline/retrieve/corner-sampler.ts';

const WINDOW: GridWindow = { perDegree: 1008, column: 185_000, row: 46_800, width: 7, height: 5 };
const lonOf = ({ column, perDegree }: GridWindow, x: number) => (column + x) / perDegree - 180;
const latOf = ({ row, perDegree }: GridWindow, y: number) => 90 - (row + y) / perDegree;

/** Heights of a surface at the corners of a window. */
function corners({ width, height }: GridWindow, surface: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: (width + 1) * (height + 1) }, (_, i) =>
    surface(i % (width + 1), Math.floor(i / (width + 1))),
  );
}

describe('cornerSampler', () => {
  it('is exact for a bilinear surface, in any turn of longitudes', () => {
    const surface = (x: number, y: number) => 100 + 8 * x - 16 * y + 2 * x * y;
    const heightAt = cornerSampler(corners(WINDOW, surface), WINDOW);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.constantFrom(-360, 0, 360), (u, v, turn) => {
        const [x, y] = [u * WINDOW.width, v * WINDOW.height];
        expect(heightAt(lonOf(WINDOW, x) + turn, latOf(WINDOW, y))).toBeCloseTo(surface(x, y), 5);
      }),
    );
  });

  it('goes on flat beyond the edges', () => {
    const heightAt = cornerSampler(
      corners(WINDOW, (x) => x),
      WINDOW,
    );
    expect(heightAt(lonOf(WINDOW, -3), latOf(WINDOW, 2))).toBe(0);
    expect(heightAt(lonOf(WINDOW, 11), latOf(WINDOW, -2))).toBe(7);
  });

  it('works across 180°', () => {
    const window: GridWindow = { ...WINDOW, column: 360 * 1008 - 3 };
    const heightAt = cornerSampler(
      corners(window, (x) => x),
      window,
    );
    expect(heightAt(-180 + 1 / 1008, latOf(window, 1))).toBeCloseTo(4, 5);
    expect(heightAt(180 - 2 / 1008, latOf(window, 1))).toBeCloseTo(1, 5);
  });
});
