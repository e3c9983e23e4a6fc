import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import { MapUnreadableError } from '../../../../lib/pipeline/statistics/month-maps.ts';
import { runStatistics } from '../../../../lib/pipeline/statistics/run-statistics.ts';
import type { StatisticsOrder } from '../../../../lib/pipeline/statistics/statistics-order.ts';
import { InvalidDocumentError } from '../../../../lib/product/invalid-document.error.ts';
import { assetKey, landcoverKey } from '../../../../lib/product/keys.ts';
import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { readWindow } from '../../../../lib/raster/read-window.ts';
import { compareDocumentSchema } from '../../../../lib/statistics/compare-document.ts';
import { summaryDocumentSchema } from '../../../../lib/statistics/summary-document.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { type LiveMap, putLiveMap, runOf, TILE, WINDOW } from './live-map.ts';

const X = 's2mp-s1s2';
const Y = 's2mp-s1s3';
const AUGUST_9 = 'S1A_IW_20210809T173953_039156_049F13';
const AUGUST_21 = 'S1A_IW_20210821T173953_039331_04A4F1';
const SEPTEMBER_2 = 'S1A_IW_20210902T173953_039506_04AAAA';
const configuration = parseConfiguration({ areasOfInterest: [{ name: 'a', bbox: [3, 43, 4, 44] }] });

const EAST_TILE = 'N43E004';
const absent = Number.NaN;
const MAPS: readonly LiveMap[] = [
  { collection: X, item: AUGUST_9, sm: [0.1, 0.2, 0.3, absent], qa: [0, 0, 64, 2] },
  { collection: Y, item: AUGUST_9, sm: [0.15, 0.1, 0.2, absent], qa: [0, 0, 0, 2] },
  { collection: X, item: AUGUST_21, sm: [0.3, 0.4, 0.2, absent], qa: [0, 4, 0, 2] },
  { collection: Y, item: AUGUST_21, sm: [0.2, 0.4, 0.3, absent], qa: [0, 0, 0, 2] },
  { collection: X, item: SEPTEMBER_2, sm: [0.25, 0.05, 0.1, absent], qa: [0, 0, 0, 2] },
  { collection: Y, item: SEPTEMBER_2, sm: [0.25, 0.15, 0.1, absent], qa: [0, 0, 0, 2] },
];

const landcoverFrom = (west: number) =>
  encodeCog({
    width: 1008,
    height: 1008,
    dataType: 'uint8',
    bands: [{ data: new Uint8Array(1008 * 1008).fill(40), description: 'classes' }],
    transform: [west, 1 / 1008, 0, 44, 0, -1 / 1008],
    nodata: 255,
    overviews: 'nearest',
  });
const landcover = landcoverFrom(3);

async function openStore() {
  const root = await temporaryFolder();
  const store = await LocalObjectStore.open({ root, bucket: 'b' });
  await store.put(landcoverKey(configuration.landcoverYear, TILE), await landcover);
  const run = (order: StatisticsOrder) =>
    runStatistics(JSON.stringify(order), { store, configuration, log: SILENT_LOG });
  return { root, store, run };
}

const monthOf = (item: string) => `${item.slice(7, 11)}-${item.slice(11, 13)}`;
const summaryOf = ({ collection, item }: LiveMap): StatisticsOrder => ({
  type: 'statistics-order',
  job: 'summary',
  collection,
  month: monthOf(item),
  item,
});
const compareOf = ({ item }: LiveMap): StatisticsOrder => ({
  type: 'statistics-order',
  job: 'compare',
  pair: [X, Y],
  month: monthOf(item),
  item,
});

async function statisticsOf(store: LocalObjectStore): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { key } of store.list('statistics/'))
    files.set(key, (await store.get(key))?.bytes ?? new Uint8Array());
  return files;
}

/** First two rows and columns of the first bands of a tile. */
async function corner(bytes: Uint8Array | undefined, bands: number): Promise<number[][]> {
  const image = await openTiff(sourceOfBytes('tile', bytes ?? new Uint8Array()));
  const read = async (band: number) =>
    Array.from(await readWindow(image, { column: 0, row: 0, width: 2, height: 2 }, { band }));
  return Promise.all(Array.from({ length: bands }, (_, band) => read(band)));
}

async function bandNames(bytes: Uint8Array | undefined): Promise<string[]> {
  const image = await openTiff(sourceOfBytes('tile', bytes ?? new Uint8Array()));
  return image.bandInfo.map(({ description }) => description ?? '');
}

describe('statistics', () => {
  it('come to the same bytes whatever comes first, and however often', async () => {
    const results: Map<string, Uint8Array>[] = [];
    const mixed = [2, 5, 0, 1, 4, 3].flatMap((i) => MAPS[i] ?? []);
    for (const order of [MAPS, mixed]) {
      const { store, run } = await openStore();
      for (const map of order) {
        await putLiveMap(store, map);
        await run(summaryOf(map));
        await run(compareOf(map));
      }
      if (order === mixed) for (const map of MAPS) await Promise.all([run(summaryOf(map)), run(compareOf(map))]);
      results.push(await statisticsOf(store));
    }
    const [first, ...others] = results;
    const pair = `${X}--${Y}`;
    const jobs = [`compare/${pair}`, `summary/${X}`, `summary/${Y}`];
    expect([...(first?.keys() ?? [])]).toEqual(
      jobs.flatMap((job) => [
        ...['2021-08', '2021-09'].flatMap((month) => [
          `statistics/${job}/${month}/${TILE}.tif`,
          `statistics/${job}/${month}/summary.json`,
        ]),
        `statistics/${job}/total/${TILE}.tif`,
      ]),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it('come to the same when all jobs run side by side', async () => {
    const inTurn = await openStore();
    const sideBySide = await openStore();
    for (const { store } of [inTurn, sideBySide]) for (const map of MAPS) await putLiveMap(store, map);
    for (const map of MAPS) for (const order of [summaryOf(map), compareOf(map)]) await inTurn.run(order);
    await Promise.all(MAPS.flatMap((map) => [sideBySide.run(compareOf(map)), sideBySide.run(summaryOf(map))]));
    expect(await statisticsOf(sideBySide.store)).toEqual(await statisticsOf(inTurn.store));
  });
});

describe('the summary of a month', () => {
  it('reads the land cover of maps of one track once', async () => {
    const reads: number[] = [];
    for (const maps of [MAPS.slice(0, 1), MAPS.slice(0, 4)]) {
      const { store } = await openStore();
      for (const map of maps) await putLiveMap(store, map);
      let count = 0;
      const counting = storeWith(store, {
        read: (key, offset, length) => {
          if (key.startsWith('landcover/')) count += 1;
          return store.read(key, offset, length);
        },
      });
      const order = JSON.stringify(summaryOf(MAPS[0] as LiveMap));
      await runStatistics(order, { store: counting, configuration, log: SILENT_LOG });
      reads.push(count);
    }
    expect(reads[0]).toBeGreaterThan(0);
    expect(reads[1]).toBe(reads[0]);
  });

  it('counts the recommended cells of its live maps', async () => {
    const { store, run } = await openStore();
    for (const map of MAPS) await putLiveMap(store, map);
    for (const map of MAPS) await run(summaryOf(map));
    const files = await statisticsOf(store);
    const text = new TextDecoder().decode(files.get(`statistics/summary/${X}/2021-08/summary.json`));
    const { items, groups, tiles } = summaryDocumentSchema.parse(JSON.parse(text));
    expect(tiles).toEqual([TILE]);
    expect(items.map(({ id, run: by }) => [id, by])).toEqual([
      [AUGUST_9, runOf('a')],
      [AUGUST_21, runOf('a')],
    ]);
    const all = groups.find(({ cover }) => cover === 'all');
    expect({ region: all?.region, cells: all?.cells, n: all?.n, coverage: all?.coverage }).toEqual({
      region: 'map',
      cells: 8,
      n: 4,
      coverage: 0.5,
    });
    // 0.1 and 0.2 of the 9th, 0.3 and 0.2 of the 21st: the flagged cells do not count.
    expect(all?.mean).toBeCloseTo(0.2, 7);
    expect(all?.sd).toBeCloseTo(Math.sqrt(0.005), 7);
  });

  it('has n of each cell in its tile, and the total that of all months', async () => {
    const { store, run } = await openStore();
    for (const map of MAPS) await putLiveMap(store, map);
    for (const map of MAPS) await run(summaryOf(map));
    const files = await statisticsOf(store);
    const month = (name: string) => files.get(`statistics/summary/${X}/${name}/${TILE}.tif`);
    expect((await bandNames(month('total')))[0]).toMatch(/number/i);
    expect((await corner(month('2021-08'), 1))[0]).toEqual([2, 1, 1, 0]);
    expect((await corner(month('2021-09'), 1))[0]).toEqual([1, 1, 1, 0]);
    expect((await corner(month('total'), 1))[0]).toEqual([3, 2, 2, 0]);
  });

  it('follows a map that took the place of another', async () => {
    const { store, run } = await openStore();
    const [map] = MAPS;
    if (!map) throw new Error('no map');
    await putLiveMap(store, map);
    await run(summaryOf(map));
    const better = { ...map, run: 'b', sm: [0.2, 0.3, absent, absent], qa: [0, 0, 2, 2] };
    await putLiveMap(store, better);
    await run(summaryOf(better));
    const anew = await openStore();
    await putLiveMap(anew.store, better);
    await anew.run(summaryOf(better));
    expect(await statisticsOf(store)).toEqual(await statisticsOf(anew.store));
  });

  it('fails on a live map without its file', async () => {
    const { root, store, run } = await openStore();
    const [map] = MAPS;
    if (!map) throw new Error('no map');
    await putLiveMap(store, map);
    const key = assetKey(X, AUGUST_9, runOf('a'), 'qa.tif');
    await rm(join(root, key));
    await expect(run(summaryOf(map))).rejects.toThrow(
      new MapUnreadableError(`b/${key} is missing although its item is live`),
    );
    expect((await statisticsOf(store)).size).toBe(0);
  });
});

describe('a comparison', () => {
  it('waits for the second map of a pair', async () => {
    const { store, run } = await openStore();
    const [first, second] = MAPS;
    if (!first || !second) throw new Error('no maps');
    await putLiveMap(store, first);
    await run(compareOf(first));
    expect((await statisticsOf(store)).size).toBe(0);
    await putLiveMap(store, second);
    await run(compareOf(second));
    expect((await statisticsOf(store)).size).toBe(3);
  });

  it('is of first minus second, over cells that both recommend', async () => {
    const { store, run } = await openStore();
    for (const map of MAPS) await putLiveMap(store, map);
    for (const map of MAPS) await run(compareOf(map));
    const files = await statisticsOf(store);
    const folder = `statistics/compare/${X}--${Y}`;
    const text = new TextDecoder().decode(files.get(`${folder}/2021-08/summary.json`));
    const { items, groups } = compareDocumentSchema.parse(JSON.parse(text));
    expect(items).toEqual([AUGUST_9, AUGUST_21].map((id) => ({ id, runX: runOf('a'), runY: runOf('a') })));
    const all = groups.find(({ cover }) => cover === 'all');
    // x − y: −0.05, 0.1 on the 9th; 0.1, −0.1 on the 21st.
    expect(all?.pooled.n).toBe(4);
    expect(all?.pooled.bias).toBeCloseTo(0.0125, 7);
    expect(all?.pooled.rmsd).toBeCloseTo(Math.sqrt((0.0025 + 3 * 0.01) / 4), 7);
    expect((await corner(files.get(`${folder}/2021-08/${TILE}.tif`), 1))[0]).toEqual([2, 1, 1, 0]);
    expect((await corner(files.get(`${folder}/total/${TILE}.tif`), 1))[0]).toEqual([3, 2, 2, 0]);
  });
});

describe.each(['summary', 'compare'] as const)('a raster of the %s', (job) => {
  it('names the maps that lie on its tile, and no others', async () => {
    const { store, run } = await openStore();
    const east = { ...WINDOW, column: WINDOW.column + 112 };
    for (const map of MAPS.slice(0, 4)) {
      await putLiveMap(store, map.item === AUGUST_21 ? { ...map, window: east } : map);
    }
    await store.put(landcoverKey(configuration.landcoverYear, EAST_TILE), await landcoverFrom(4));
    for (const map of MAPS.slice(0, 4)) await run(job === 'summary' ? summaryOf(map) : compareOf(map));
    const name = job === 'summary' ? X : `${X}--${Y}`;
    const sourcesOf = async (tile: string) => {
      const bytes = (await store.get(`statistics/${job}/${name}/2021-08/${tile}.tif`))?.bytes ?? new Uint8Array();
      const { metadata } = await openTiff(sourceOfBytes(tile, bytes));
      return (JSON.parse(metadata.S2MP_SOURCES ?? '[]') as string[]).map((source) => source.split(' ')[0]);
    };
    expect([await sourcesOf(TILE), await sourcesOf(EAST_TILE)]).toEqual([[AUGUST_9], [AUGUST_21]]);
  });
});

describe('a statistics order', () => {
  it.each([
    ['no JSON', 'summary'],
    ['of no job', '{"type":"statistics-order","job":"mean","month":"2021-08","item":"a"}'],
    [
      'of a wrong month',
      '{"type":"statistics-order","job":"summary","collection":"s2mp-s1s2","month":"08","item":"a"}',
    ],
  ])('that is %s is refused', async (_, body) => {
    const { store } = await openStore();
    await expect(runStatistics(body, { store, configuration, log: SILENT_LOG })).rejects.toThrow(InvalidDocumentError);
  });
});
