import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GridWindow, windowAround } from '../../../lib/grid/grid-window.ts';
import { tilesOfWindow } from '../../../lib/grid/tile-name.ts';
import { cutOfTile, recommendedOnTile, TILE_CELLS, tileWindow } from '../../../lib/statistics/map-tiles.ts';

describe('cutOfTile', () => {
  it('is the whole map inside a tile that holds it', () => {
    const map = windowAround([3.25, 43.25, 3.5, 43.5], 112);
    expect(cutOfTile(map, { lat: 43, lon: 3 })).toEqual({
      part: { column: 0, row: 0, width: 28, height: 28 },
      column: 28,
      row: 56,
    });
  });

  it('finds the tiles east of 180° in a map that runs on past it', () => {
    const map = windowAround([179.5, -17, 180.5, -16.5], 112);
    expect(cutOfTile(map, { lat: -17, lon: -180 })).toEqual({
      part: { column: 56, row: 0, width: 56, height: 56 },
      column: 0,
      row: 56,
    });
    expect(cutOfTile(map, { lat: -17, lon: -179 })).toBeUndefined();
  });

  it('cuts any map into tiles that cover each of its cells once', () => {
    const anyMap = fc.record({
      perDegree: fc.constant(112 as const),
      column: fc.integer({ min: 0, max: 40319 }),
      row: fc.integer({ min: 0, max: 20000 }),
      width: fc.integer({ min: 1, max: 160 }),
      height: fc.integer({ min: 1, max: 160 }),
    });
    fc.assert(
      fc.property(anyMap, (map: GridWindow) => {
        const seen = new Uint8Array(map.width * map.height);
        for (const tile of tilesOfWindow(map)) {
          const cut = cutOfTile(map, tile);
          if (cut === undefined) throw new Error('a tile of the window does not meet it');
          const target = tileWindow(tile);
          expect((map.column + cut.part.column - target.column - cut.column) % 40320).toBe(0);
          expect(map.row + cut.part.row).toBe(target.row + cut.row);
          for (let y = 0; y < cut.part.height; y++) {
            for (let x = 0; x < cut.part.width; x++) {
              const cell = (cut.part.row + y) * map.width + cut.part.column + x;
              seen[cell] = (seen[cell] as number) + 1;
            }
          }
        }
        expect(seen.every((times) => times === 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('recommendedOnTile', () => {
  const cut = { part: { column: 0, row: 0, width: 2, height: 2 }, column: 110, row: 3 };

  it('keeps cells with QA 0 only, each at its place', () => {
    const tile = recommendedOnTile(cut, new Float32Array([0.1, 0.2, 0.3, 0.4]), new Uint16Array([0, 1, 64, 0]));
    const expected = new Float32Array(TILE_CELLS).fill(Number.NaN);
    expected[3 * 112 + 110] = 0.1;
    expected[4 * 112 + 111] = 0.4;
    expect(tile).toEqual(expected);
  });

  it('refuses arrays that do not fit the cut', () => {
    expect(() => recommendedOnTile(cut, new Float32Array(4), new Uint16Array(3))).toThrow('sm has 4 and qa 3');
  });
});
