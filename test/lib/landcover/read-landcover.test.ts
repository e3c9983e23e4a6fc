import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { tileCorner } from '../../../lib/grid/tile-name.ts';
import { LANDCOVER } from '../../../lib/landcover/landcover-classes.ts';
import { readLandcover } from '../../../lib/landcover/read-landcover.ts';
import { createRaster, type DataType } from '../../../lib/raster/data-type.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TileSet } from '../../../lib/raster/tile-set.ts';

const SIDE = 1008;
const CODES = [20, 30, 40, 50, 111, 200];

/** A code for every pixel of the globe, so that a pixel that lands on the wrong place shows. */
const codeAt = (column: number, row: number) => CODES[(column * 7 + row * 13) % CODES.length] as number;

function tile(name: string, dataType: DataType = 'uint8', more: Partial<CogSpec> = {}): Promise<Uint8Array> {
  const corner = tileCorner(name);
  if (!corner) throw new Error(name);
  const data = createRaster(dataType, SIDE * SIDE);
  const [west, north] = [(corner.lon + 180) * SIDE, (89 - corner.lat) * SIDE];
  for (let r = 0; r < SIDE; r++) for (let c = 0; c < SIDE; c++) data[r * SIDE + c] = codeAt(west + c, north + r);
  return encodeCog({
    width: SIDE,
    height: SIDE,
    dataType,
    bands: [{ data, description: 'class' }],
    transform: [corner.lon, 1 / SIDE, 0, corner.lat + 1, 0, -1 / SIDE],
    nodata: 255,
    overviews: 'nearest',
    ...more,
  });
}

function setOf(tiles: Record<string, Uint8Array>): TileSet {
  return {
    name: 'landcover/2019',
    open: async (name) => {
      const bytes = tiles[name];
      return bytes && sourceOfBytes(`landcover/2019/${name}.tif`, bytes);
    },
  };
}

/** 30 × 20 pixels around 4° E, 44° N. */
const window = { perDegree: 1008 as const, column: 184 * SIDE - 12, row: 46 * SIDE - 9, width: 30, height: 20 };

describe('readLandcover', () => {
  test('puts a window together from four tiles, one of them absent', async () => {
    const tiles = setOf({
      N44E003: await tile('N44E003'),
      N44E004: await tile('N44E004', 'uint16'),
      N43E003: await tile('N43E003'),
    });
    const landcover = await readLandcover(tiles, window);
    expect(landcover.tiles).toEqual(['N44E003', 'N44E004', 'N43E003']);
    expect(landcover.absent).toEqual(['N43E004']);
    const expected = Uint8Array.from({ length: 600 }, (_, i) => {
      const [c, r] = [i % 30, Math.floor(i / 30)];
      return c >= 12 && r >= 9 ? LANDCOVER.noData : codeAt(window.column + c, window.row + r);
    });
    expect(landcover.classes).toEqual(expected);
  });

  test('says so when there is no tile at all', async () => {
    const landcover = await readLandcover(setOf({}), window);
    expect(landcover.tiles).toEqual([]);
    expect(landcover.absent).toEqual(['N44E003', 'N44E004', 'N43E003', 'N43E004']);
    expect(landcover.classes.every((code) => code === 255)).toBe(true);
  });

  test('takes the nodata of the file for 255', async () => {
    const tiles = setOf({ N44E003: await tile('N44E003', 'int16', { nodata: 30 }) });
    const { classes } = await readLandcover(tiles, { ...window, width: 12, height: 9 });
    const expected = Uint8Array.from({ length: 108 }, (_, i) => {
      const code = codeAt(window.column + (i % 12), window.row + Math.floor(i / 12));
      return code === 30 ? 255 : code;
    });
    expect(classes).toEqual(expected);
  });

  test.each([
    [
      'a tile that is shifted',
      () => tile('N44E003', 'uint8', { transform: [3.01, 1 / SIDE, 0, 45, 0, -1 / SIDE] }),
      'edges',
    ],
    ['the tile of another place', () => tile('N45E003'), 'the edges (west, north, east, south) are 3, 46, 4, 45'],
    [
      'fractions instead of codes',
      () => tile('N44E003', 'float32'),
      'float32 samples where integer codes are expected',
    ],
    [
      'codes of another legend, or pixels of a lost predictor',
      async () => {
        const data = new Uint8Array(SIDE * SIDE).fill(40).fill(10, SIDE * (SIDE - 9));
        return tile('N44E003', 'uint8', { bands: [{ data, description: 'class' }] });
      },
      'holds the code 10, which LC100 does not have',
    ],
    ['a cut tile', async () => (await tile('N44E003')).slice(0, 3000), 'past the end of the file'],
    ['an empty file', async () => new Uint8Array(0), 'the file has 0 bytes'],
  ])('rejects %s', async (_, make, message) => {
    const rejection = readLandcover(setOf({ N44E003: await make() }), { ...window, width: 12, height: 9 });
    await expect(rejection).rejects.toMatchObject({
      tag: 'InputError',
      reason: 'invalid-landcover',
      message: expect.stringContaining(message),
    });
    await expect(rejection).rejects.toThrow(/^landcover\/2019\/N44E003\.tif/);
  });
});

const real = fileURLToPath(new URL('../../../../shared/data/landcover/PROBAV_LC100_2019_subset.tif', import.meta.url));
const present = existsSync(real);
if (!present) console.warn(`${real} is absent: the test on real land cover is skipped`);

test.skipIf(!present)('readLandcover takes a degree cut from LC100 as it is', async () => {
  const tiles = setOf({ N79W180: readFileSync(real) });
  const corner = { perDegree: 1008 as const, column: 1000, row: 10 * SIDE + 1000, width: 20, height: 20 };
  const landcover = await readLandcover(tiles, corner);
  expect(landcover.tiles).toEqual(['N79W180']);
  expect(landcover.absent).toEqual(['N79W179', 'N78W180', 'N78W179']);
  expect(landcover.classes.every((code) => code === LANDCOVER.noData)).toBe(true);
});
