import { describe, expect, test } from 'vitest';
import type { CellsPerDegree, GridWindow } from '../../../lib/grid/grid-window.ts';
import { tileCorner } from '../../../lib/grid/tile-name.ts';
import { chooseNdvi, type NdviChoice } from '../../../lib/ndvi/choose-ndvi.ts';
import type { NdviSeries } from '../../../lib/ndvi/ndvi-series.ts';
import { readNdvi } from '../../../lib/ndvi/read-ndvi.ts';
import { createRaster, type DataType } from '../../../lib/raster/data-type.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';

interface Coding {
  readonly dataType: DataType;
  readonly scale?: number;
  readonly offset?: number;
  readonly nodata?: number;
}

function tile(
  name: string,
  k: CellsPerDegree,
  coding: Coding,
  stored: (column: number, row: number) => number,
  more: Partial<CogSpec> = {},
) {
  const corner = tileCorner(name);
  if (!corner) throw new Error(name);
  const { dataType, nodata, ...rest } = coding;
  const data = createRaster(dataType, k * k);
  for (let r = 0; r < k; r++) for (let c = 0; c < k; c++) data[r * k + c] = stored(c, r);
  return encodeCog({
    width: k,
    height: k,
    dataType,
    bands: [{ data, description: 'ndvi', unit: '1', ...rest }],
    transform: [corner.lon, 1 / k, 0, corner.lat + 1, 0, -1 / k],
    overviews: 'mean',
    ...(nodata === undefined ? {} : { nodata }),
    ...more,
  });
}

const choiceOf = (tileName: string, bytes: Uint8Array, ageDays = 4): NdviChoice => ({
  tile: tileName,
  date: '2021-08-15',
  ageDays,
  source: sourceOfBytes(`ndvi/${tileName}/2021-08-15.tif`, bytes),
});

const nan = Number.NaN;
/** 4 × 2 cells around 4° E, just below 44° N. */
const coarse: GridWindow = { perDegree: 112, column: 184 * 112 - 2, row: 46 * 112, width: 4, height: 2 };

describe('readNdvi', () => {
  test('decodes floats, with NaN and impossible values as absent', async () => {
    const values = [0.25, nan, 0.5, -9999, 1.5, -0.125, 0.75, 1];
    const stored = (c: number, r: number) => values[r * 4 + (c < 2 ? c + 2 : c - 110)] ?? nan;
    const west = await tile('N43E003', 112, { dataType: 'float32', nodata: nan }, (c, r) =>
      c >= 110 && r < 2 ? stored(c, r) : nan,
    );
    const east = await tile('N43E004', 112, { dataType: 'float32', nodata: nan }, (c, r) =>
      c < 2 && r < 2 ? stored(c, r) : nan,
    );
    const { ndvi, ageDays } = await readNdvi([choiceOf('N43E003', west, 3), choiceOf('N43E004', east, 9)], coarse);
    expect(ndvi).toEqual(Float32Array.of(0.25, nan, 0.5, nan, nan, -0.125, 0.75, 1));
    expect(ageDays).toEqual(Uint16Array.of(3, 0, 9, 0, 0, 3, 9, 9));
  });

  test.each<[string, Coding, number[], number[]]>([
    [
      'Copernicus bytes',
      { dataType: 'uint8', scale: 0.004, offset: -0.08 },
      [0, 20, 250, 251, 255, 120],
      [-0.08, 0, 0.92, nan, nan, 0.4],
    ],
    ['bytes with nodata', { dataType: 'uint8', scale: 0.004, offset: -0.08, nodata: 20 }, [0, 20], [-0.08, nan]],
    [
      '16 bit',
      { dataType: 'int16', scale: 0.0001, nodata: -32768 },
      [-32768, 7500, -2000, 20000],
      [nan, 0.75, -0.2, nan],
    ],
  ])('decodes by the scale, offset and nodata of the file: %s', async (_, coding, stored, expected) => {
    const bytes = await tile('N43E004', 112, coding, (c) => stored[c] ?? 0);
    const window: GridWindow = { perDegree: 112, column: 184 * 112, row: 46 * 112, width: stored.length, height: 1 };
    const { ndvi } = await readNdvi([choiceOf('N43E004', bytes)], window);
    expect(ndvi).toEqual(Float32Array.from(expected));
  });

  test('reads the 100-m grid, and leaves tiles without a choice absent', async () => {
    const bytes = await tile('N43E003', 1008, { dataType: 'float32' }, (c, r) => (c * 3 + r) / 4032);
    const window: GridWindow = { perDegree: 1008, column: 184 * 1008 - 3, row: 46 * 1008 + 500, width: 5, height: 2 };
    const { ndvi, ageDays } = await readNdvi([choiceOf('N43E003', bytes)], window);
    const value = (c: number, r: number) => (c * 3 + r) / 4032;
    expect(ndvi).toEqual(
      Float32Array.of(
        value(1005, 500),
        value(1006, 500),
        value(1007, 500),
        nan,
        nan,
        value(1005, 501),
        value(1006, 501),
        value(1007, 501),
        nan,
        nan,
      ),
    );
    expect(ageDays).toEqual(Uint16Array.of(4, 4, 4, 0, 0, 4, 4, 4, 0, 0));
  });

  const float: Coding = { dataType: 'float32' };
  const half = 0.5 / 112;
  test.each([
    [
      'another resolution',
      () => tile('N43E003', 1008, float, () => 0.5),
      'the tile has 1008 × 1008 pixels, not 112 × 112',
    ],
    [
      'cells centred on the degree lines',
      () => tile('N43E003', 112, float, () => 0.5, { transform: [3 - half, 1 / 112, 0, 44 + half, 0, -1 / 112] }),
      'the edges',
    ],
    ['another place', () => tile('N43E004', 112, float, () => 0.5), 'not 3, 44, 4, 43'],
    [
      'integers without a scale',
      () => tile('N43E003', 112, { dataType: 'uint8' }, () => 100),
      'uint8 samples without a scale',
    ],
    [
      'a cut file',
      async () => (await tile('N43E003', 112, float, (c, r) => Math.sin(c * r))).slice(0, 2000),
      'past the end',
    ],
  ])('rejects %s', async (_, make, message) => {
    await expect(readNdvi([choiceOf('N43E003', await make())], coarse)).rejects.toMatchObject({
      tag: 'InputError',
      reason: 'invalid-ndvi',
      where: expect.stringContaining('ndvi/N43E003/2021-08-15.tif'),
      message: expect.stringContaining(message),
    });
  });
});

describe('chooseNdvi', () => {
  const source = sourceOfBytes('x', new Uint8Array(0));
  const series = (dates: Record<string, string[]>, gone: string[] = []): NdviSeries => ({
    name: 'ndvi/filled',
    dates: async (name) => dates[name] ?? [],
    open: async (name, date) => (gone.includes(`${name}/${date}`) ? undefined : { ...source, name: `${name}/${date}` }),
  });
  const acquisition = new Date('2021-08-09T17:39:53Z');
  const chosen = async (of: NdviSeries, tiles: string[]) =>
    (await chooseNdvi(of, tiles, acquisition, 20)).map(({ tile: name, date, ageDays, source: from }) => [
      name,
      date,
      ageDays,
      from.name,
    ]);

  test('chooses tile by tile', async () => {
    const dates = { N43E003: ['2021-08-15', '2021-08-01'], N43E004: ['2021-08-01'], N44E003: ['2021-06-01'] };
    expect(await chosen(series(dates), ['N43E003', 'N43E004', 'N44E003', 'N44E004'])).toEqual([
      ['N43E003', '2021-08-15', 6, 'N43E003/2021-08-15'],
      ['N43E004', '2021-08-01', 8, 'N43E004/2021-08-01'],
    ]);
  });

  test('takes the next nearest when the nearest is gone, none when all are', async () => {
    const dates = { N43E003: ['2021-08-15', '2021-08-01'] };
    const gone = ['N43E003/2021-08-15'];
    expect(await chosen(series(dates, gone), ['N43E003'])).toEqual([
      ['N43E003', '2021-08-01', 8, 'N43E003/2021-08-01'],
    ]);
    expect(await chosen(series(dates, [...gone, 'N43E003/2021-08-01']), ['N43E003'])).toEqual([]);
  });
});
