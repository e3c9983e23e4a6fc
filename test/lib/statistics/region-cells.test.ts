import { describe, expect, it } from 'vitest';
import { windowAround } from '../../../lib/grid/grid-window.ts';
import { cellsInRegion } from '../../../lib/statistics/region-cells.ts';

const count = (inside: Uint8Array) => inside.reduce((sum, value) => sum + value, 0);

describe('cellsInRegion', () => {
  it('takes cells by their centre', () => {
    const window = windowAround([3, 43, 3 + 4 / 112, 43 + 2 / 112], 112);
    const inside = cellsInRegion(window, [3 + 1 / 112, 43, 3 + 2.6 / 112, 43 + 1 / 112]);
    expect(Array.from(inside)).toEqual([0, 0, 0, 0, 0, 1, 1, 0]);
  });

  it.each([
    ['both run past 180°', [179, -17, 181, -16], [179.5, -17, 180.5, -16]],
    ['the region is given from the west side', [179, -17, 181, -16], [-181 + 0.5, -17, -180 + 0.5, -16]],
  ] as const)('meets a map across 180° when %s', (_, box, region) => {
    expect(count(cellsInRegion(windowAround(box, 112), region))).toBe(112 * 112);
  });

  it('takes all cells when the region is the globe, none when it is elsewhere', () => {
    const window = windowAround([3, 43, 4, 44], 112);
    expect(count(cellsInRegion(window, [-180, -90, 180, 90]))).toBe(112 * 112);
    expect(count(cellsInRegion(window, [5, 43, 6, 44]))).toBe(0);
  });
});
