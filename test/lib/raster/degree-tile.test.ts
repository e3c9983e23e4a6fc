import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tileName, tilesOfWindow } from '../../../lib/grid/tile-name.ts';
import { degreeTileFault, tileParts } from '../../../lib/raster/degree-tile.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';

describe('tileParts', () => {
  test('cut a window into parts that cover it once, tile by tile', () => {
    const windows = fc.record({
      perDegree: fc.constant(112 as const),
      column: fc.integer({ min: -300, max: 40400 }),
      row: fc.integer({ min: 0, max: 20000 }),
      width: fc.integer({ min: 0, max: 300 }),
      height: fc.integer({ min: 0, max: 160 }),
    });
    fc.assert(
      fc.property(windows, (window) => {
        const parts = tileParts(window);
        if (window.width > 0 && window.height > 0) {
          expect(parts.map(({ tile }) => tile)).toEqual(tilesOfWindow(window).map(tileName));
        }
        const hits = new Uint8Array(window.width * window.height);
        for (const { inTile, column, row } of parts) {
          expect(inTile.column + inTile.width).toBeLessThanOrEqual(112);
          expect(inTile.row + inTile.height).toBeLessThanOrEqual(112);
          for (let r = row; r < row + inTile.height; r++) {
            for (let c = column; c < column + inTile.width; c++)
              hits[r * window.width + c] = (hits[r * window.width + c] ?? 0) + 1;
          }
        }
        expect(hits.every((count) => count === 1)).toBe(true);
      }),
    );
  });

  test('wrap tile names at 180°', () => {
    const window = { perDegree: 112 as const, column: 360 * 112 - 2, row: 106 * 112, width: 5, height: 1 };
    expect(tileParts(window)).toEqual([
      {
        tile: 'S17E179',
        corner: { lat: -17, lon: 179 },
        inTile: { column: 110, row: 0, width: 2, height: 1 },
        column: 0,
        row: 0,
      },
      {
        tile: 'S17W180',
        corner: { lat: -17, lon: -180 },
        inTile: { column: 0, row: 0, width: 3, height: 1 },
        column: 2,
        row: 0,
      },
    ]);
  });
});

describe('degreeTileFault', () => {
  const good: CogSpec = {
    width: 112,
    height: 112,
    dataType: 'uint8',
    bands: [{ data: new Uint8Array(112 * 112), description: 'x' }],
    transform: [3, 1 / 112, 0, 44, 0, -1 / 112],
    overviews: 'nearest',
  };
  const fault = async (spec: CogSpec) => {
    const image = await openTiff(sourceOfBytes('N43E003.tif', await encodeCog(spec)));
    return degreeTileFault(image, 'N43E003', 112);
  };

  test('is none for a tile on its place', async () => {
    expect(await fault(good)).toBeUndefined();
    expect(await fault({ ...good, transform: [3.000000001, 1 / 112, 0, 44, 0, -1 / 112] })).toBeUndefined();
  });

  test('names what is wrong and what was expected', async () => {
    const half = 0.5 / 112;
    expect(await fault({ ...good, transform: [3 - half, 1 / 112, 0, 44 + half, 0, -1 / 112] })).toBe(
      'the edges (west, north, east, south) are 2.9955357, 44.0044643, 3.9955357, 43.0044643, not 3, 44, 4, 43',
    );
    expect(await fault({ ...good, transform: [4, 1 / 112, 0, 44, 0, -1 / 112] })).toContain('are 4, 44, 5, 43');
    const small = [{ data: new Uint8Array(112 * 56), description: 'x' }];
    expect(await fault({ ...good, height: 56, bands: small })).toBe('the tile has 112 × 56 pixels, not 112 × 112');
    expect(await fault({ ...good, bands: [...good.bands, ...good.bands] })).toBe('the tile has 2 bands, not 1');
  });
});
