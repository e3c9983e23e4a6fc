import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openHeightField } from '../../../lib/dem/height-field.ts';
import { windowAround } from '../../../lib/grid/grid-window.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { cornerHeights } from '../../support/corner-heights.ts';
import { tileSetOf } from './dem-tiles.ts';

const name = '../../../../shared/data/dem/Copernicus_DSM_COG_10_N00_00_E006_00_DEM.tif';
const path = fileURLToPath(new URL(name, import.meta.url));
const present = existsSync(path);
if (!present) console.warn(`${path} is absent: the test on a real DEM tile is skipped`);

describe.skipIf(!present)('a GLO-30 tile (São Tomé)', () => {
  test('gives means of 4 × 4 posts, placed in the middle of them', async () => {
    const bytes = readFileSync(path);
    const tiles = tileSetOf({ N00E006: bytes });
    const field = await openHeightField(tiles, [6.4, 0.1, 6.8, 0.4], 'ellipsoid');
    const image = await openTiff(sourceOfBytes(path, bytes));
    // 4 × 4 posts from column 1800, row 2800: the first at 6.5° E, 1 − 2800/3600° N.
    for (const [column, row] of [
      [1800, 2800],
      [2000, 2640],
      [2200, 3000],
    ] as const) {
      const posts = await readWindow(image, { column, row, width: 4, height: 4 });
      const mean = Array.from(posts).reduce((sum, value) => sum + value, 0) / 16;
      expect(mean).toBeGreaterThan(50);
      expect(field.heightAt(6 + (column + 1.5) / 3600, 1 - (row + 1.5) / 3600)).toBeCloseTo(mean, 2);
    }
  });

  test('has its summit where the full resolution has it', async () => {
    const bytes = readFileSync(path);
    const window = windowAround([6.4, 0, 6.8, 0.45], 1008);
    const heights = await cornerHeights(tileSetOf({ N00E006: bytes }), window, 'ellipsoid');
    const highest = indexOfMaximum(heights);
    const columns = window.width + 1;
    const lon = (window.column + (highest % columns)) / 1008 - 180;
    const lat = 90 - (window.row + Math.floor(highest / columns)) / 1008;
    const image = await openTiff(sourceOfBytes(path, bytes));
    const summit = indexOfMaximum(await readWindow(image, { column: 0, row: 0, width: 3600, height: 3600 }));
    const distance = Math.hypot(lon - 6 - (summit % 3600) / 3600, lat - 1 + Math.floor(summit / 3600) / 3600);
    expect(distance).toBeLessThan(1 / 1008);
    expect(heights[highest]).toBeGreaterThan(1900);
  });
});

function indexOfMaximum(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
