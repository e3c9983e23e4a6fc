import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { type ObjectStore, StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { type PushProgress, pushTiles } from '../../../../lib/pipeline/operations/push-tiles.ts';
import type { TileFile } from '../../../../lib/pipeline/operations/tile-file.ts';
import type { TileKind } from '../../../../lib/pipeline/operations/tile-place.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { storeWith } from '../../../support/store-with.ts';
import { TILE, tileRaster } from '../../../support/tile-rasters.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { demTile } from '../../dem/dem-tiles.ts';

const TODO = {
  landcover: 'Make the tile again from LC100: 1° × 1°, 1008 × 1008 pixels, EPSG:4326, edges on whole degrees.',
  ndvi: (side: number) =>
    `Make the tile again: 1° × 1°, ${side} × ${side} pixels, EPSG:4326, edges on whole degrees, ` +
    'NDVI as floating point or as integers with scale and offset.',
  dem: 'Use Copernicus GLO-30 tiles, or make the tile again: EPSG:4326, north-up, one band of metres.',
};

const GLO30 = 'dem/Copernicus_DSM_COG_10_N43_00_E003_00_DEM.tif';
let good: Record<string, Uint8Array>;
beforeAll(async () => {
  good = {
    'landcover/2019/N43E003.tif': await tileRaster(1008, 40),
    [GLO30]: await demTile(TILE, 900, (lon, lat) => 100 * (lon + lat)),
    'ndvi/filled/N43E003/2021-08-15.tif': await tileRaster(1008, 0.5),
    'ndvi/s3/N43E003/2021-08-15.tif': await tileRaster(112, 0.5),
  };
});

const kindOf = (path: string) => (/^ndvi\/\w+|^\w+/.exec(path)?.[0] ?? '') as TileKind;

function file(path: string, bytes: Uint8Array): TileFile {
  const name = `/tiles/${path}`;
  const open = async () => ({ ...sourceOfBytes(name, bytes), [Symbol.asyncDispose]: async () => {} });
  return { kind: kindOf(path), path, name, size: bytes.length, open };
}
const filesOf = (tiles: Readonly<Record<string, Uint8Array>>) => Object.entries(tiles).map(([p, b]) => file(p, b));

async function openStore(): Promise<ObjectStore> {
  return LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });
}

async function contentOf(store: ObjectStore): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for await (const { key } of store.list('')) content[key] = md5((await store.get(key))?.bytes);
  return content;
}
const md5 = (bytes: Uint8Array | undefined) =>
  createHash('md5')
    .update(bytes ?? '')
    .digest('hex');

const states = (pushed: Awaited<ReturnType<typeof pushTiles>>) =>
  pushed.map((tile) => (tile.state === 'refused' ? tile.reason : `${tile.state} ${tile.key}`));

describe('pushTiles', () => {
  test('puts each tile, byte for byte, where the pipeline reads it', async () => {
    const store = await openStore();
    const pushed = await pushTiles(filesOf(good), { store });
    expect(states(pushed)).toEqual([
      'sent landcover/2019/N43E003.tif',
      'sent dem/N43E003.tif',
      'sent ndvi/filled/N43E003/2021-08-15.tif',
      'sent ndvi/s3/N43E003/2021-08-15.tif',
    ]);
    expect(await contentOf(store)).toEqual({
      'landcover/2019/N43E003.tif': md5(good['landcover/2019/N43E003.tif']),
      'dem/N43E003.tif': md5(good[GLO30]),
      'ndvi/filled/N43E003/2021-08-15.tif': md5(good['ndvi/filled/N43E003/2021-08-15.tif']),
      'ndvi/s3/N43E003/2021-08-15.tif': md5(good['ndvi/s3/N43E003/2021-08-15.tif']),
    });
  });

  test('sends nothing twice, and again what has changed, of the same size too', async () => {
    const store = await openStore();
    await pushTiles(filesOf(good), { store });
    const put = vi.spyOn(store, 'put');
    expect(states(await pushTiles(filesOf(good), { store }))).toEqual([
      'present landcover/2019/N43E003.tif',
      'present dem/N43E003.tif',
      'present ndvi/filled/N43E003/2021-08-15.tif',
      'present ndvi/s3/N43E003/2021-08-15.tif',
    ]);
    expect(put).not.toHaveBeenCalled();
    const path = 'landcover/2019/N43E003.tif';
    const changed = good[path]?.slice() ?? new Uint8Array();
    // The description of the band, `x`, in the GDAL metadata.
    changed[Buffer.from(changed).indexOf('>x<') + 1] = 'y'.charCodeAt(0);
    expect(states(await pushTiles([file(path, changed)], { store }))).toEqual([`replaced ${path}`]);
    expect((await contentOf(store))[path]).toBe(md5(changed));
  });

  test('goes on where it was broken off', async () => {
    const inner = await openStore();
    const store = storeWith(inner, {
      put: async (key, bytes, options) => {
        if (key.startsWith('ndvi/')) throw new StoreUnavailableError('SlowDown');
        return inner.put(key, bytes, options);
      },
    });
    await expect(pushTiles(filesOf(good), { store })).rejects.toThrow(StoreUnavailableError);
    expect(Object.keys(await contentOf(inner))).toEqual(['dem/N43E003.tif', 'landcover/2019/N43E003.tif']);
    expect(states(await pushTiles(filesOf(good), { store: inner }))).toEqual([
      'present landcover/2019/N43E003.tif',
      'present dem/N43E003.tif',
      'sent ndvi/filled/N43E003/2021-08-15.tif',
      'sent ndvi/s3/N43E003/2021-08-15.tif',
    ]);
  });

  test('only tries where that is asked for', async () => {
    const store = await openStore();
    const bad = file('landcover/2019/N44E003.tif', good['landcover/2019/N43E003.tif'] ?? new Uint8Array());
    const pushed = await pushTiles([...filesOf(good), bad], { store, dryRun: true });
    expect(pushed.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent', 'refused']);
    expect(await contentOf(store)).toEqual({});
  });

  test('says how far it is', async () => {
    const seen: PushProgress[] = [];
    const store = await openStore();
    await pushTiles(filesOf(good), { store, onProgress: (progress) => seen.push(progress) });
    const bytes = Object.values(good).reduce((sum, { length }) => sum + length, 0);
    const sends = seen.filter(({ stage }) => stage === 'send');
    const compare = { stage: 'compare', total: 4, unit: 'tiles' };
    expect(seen.slice(0, 5)).toEqual([0, 1, 2, 3, 4].map((done) => ({ ...compare, done })));
    expect(sends.map(({ total, unit }) => ({ total, unit }))).toEqual(
      sends.map(() => ({ total: bytes, unit: 'bytes' })),
    );
    const dones = sends.map(({ done }) => done);
    expect(dones).toEqual([...new Set(dones)].sort((a, b) => a - b));
    expect([dones[0], dones.at(-1), dones.length]).toEqual([0, bytes, 5]);
  });

  test('holds few bytes at a time, and few requests', async () => {
    const inner = await openStore();
    const now = { heads: 0, bytes: 0, mostHeads: 0, mostBytes: 0 };
    const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
    const store = storeWith(inner, {
      head: async (key) => {
        now.mostHeads = Math.max(now.mostHeads, ++now.heads);
        await pause();
        now.heads--;
        return inner.head(key);
      },
      put: async (_key, bytes) => {
        now.bytes += bytes.length;
        now.mostBytes = Math.max(now.mostBytes, now.bytes);
        await pause();
        now.bytes -= bytes.length;
        return { etag: '"x"' };
      },
    });
    // Sixty megabytes each, three quarters of them behind the tile itself.
    const tile = good['ndvi/s3/N43E003/2021-08-15.tif'] ?? new Uint8Array();
    const large = new Uint8Array(60e6);
    large.set(tile);
    const days = Array.from({ length: 24 }, (_, i) => String(i + 1).padStart(2, '0'));
    const files = days.map((day, i) => file(`ndvi/s3/N43E003/2021-08-${day}.tif`, i < 6 ? large : tile));
    await pushTiles(files, { store });
    expect(now.mostHeads).toBe(16);
    expect(now.mostBytes).toBeGreaterThan(60e6);
    expect(now.mostBytes).toBeLessThan(2 ** 27);
  });
});

describe('pushTiles refuses, and sends the others:', () => {
  const FLAT = () => tileRaster(1008, 40);
  const cut = async (bytes: Promise<Uint8Array>, length: number) => (await bytes).slice(0, length);

  test.each<[string, string, () => Promise<Uint8Array>, string]>([
    [
      'what is no TIFF',
      'landcover/2019/N43E004.tif',
      async () => new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
      `no readable TIFF (Invalid byte order value). ${TODO.landcover}`,
    ],
    [
      'an empty file',
      'ndvi/s3/N43E004/2021-08-15.tif',
      async () => new Uint8Array(),
      `no TIFF: the file has 0 bytes. ${TODO.ndvi(112)}`,
    ],
    [
      'a cut file',
      'landcover/2019/N43E004.tif',
      () => cut(FLAT(), 600),
      `the file is cut off: its directories reach beyond its 600 bytes. ${TODO.landcover}`,
    ],
    [
      'another place',
      'landcover/2019/N43E004.tif',
      FLAT,
      `the edges (west, north, east, south) are 3, 44, 4, 43, not 4, 44, 5, 43. ${TODO.landcover}`,
    ],
    [
      'another grid',
      'ndvi/filled/N43E003/2021-08-01.tif',
      () => tileRaster(112, 0.5),
      `the tile has 112 × 112 pixels, not 1008 × 1008. ${TODO.ndvi(1008)}`,
    ],
    [
      'a fine grid in place of the coarse one',
      'ndvi/s3/N43E003/2021-08-01.tif',
      () => tileRaster(1008, 0.5),
      `the tile has 1008 × 1008 pixels, not 112 × 112. ${TODO.ndvi(112)}`,
    ],
    [
      'NDVI as integers without a scale',
      'ndvi/s3/N43E003/2021-08-01.tif',
      () => tileRaster(112, 100),
      `the tile holds uint8 samples without a scale. ${TODO.ndvi(112)}`,
    ],
    [
      'codes of another legend',
      'landcover/2019/N43E003.tif',
      () => tileRaster(1008, 10),
      `holds the code 10, which LC100 does not have. ${TODO.landcover}`,
    ],
    [
      'terrain of another place',
      'dem/N43E005.tif',
      () => demTile(TILE, 900, () => 5),
      `the tile covers 2.999444, 43.000556, 3.999444, 44.000556 (W, S, E, N), not the degree square that its name says. ${TODO.dem}`,
    ],
    [
      'a name of no tile',
      'dem/montpellier.tif',
      () => demTile(TILE, 900, () => 5),
      'this is the name of no tile. Name it dem/<tile>.tif, or the names of Copernicus GLO-30 below dem/; a tile is N43E003.',
    ],
  ])('%s', async (_, path, bytes, reason) => {
    const store = await openStore();
    const others = { 'landcover/2018/N43E003.tif': await FLAT() };
    const pushed = await pushTiles([file(path, await bytes()), ...filesOf(others)], { store });
    expect(states(pushed)).toEqual([`/tiles/${path}: ${reason}`, 'sent landcover/2018/N43E003.tif']);
    expect(Object.keys(await contentOf(store))).toEqual(['landcover/2018/N43E003.tif']);
  });

  test('damaged pixels, not in the directories', async () => {
    const noisy = Float32Array.from({ length: 112 * 112 }, (_, i) => ((i * 7919) % 1000) / 1000);
    const bytes = (await tileRaster(112, 0.5, { bands: [{ data: noisy, description: 'x' }] })).slice();
    bytes.fill(0xff, Math.floor(bytes.length * 0.6), Math.floor(bytes.length * 0.9));
    const [tile] = await pushTiles([file('ndvi/s3/N43E003/2021-08-15.tif', bytes)], { store: await openStore() });
    expect(tile).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('the compressed data are damaged'),
    });
  });

  test('two files for one tile, both of them', async () => {
    const store = await openStore();
    const dem = good[GLO30] ?? new Uint8Array();
    const pushed = await pushTiles([file(GLO30, dem), file('dem/N43E003.tif', dem)], { store });
    expect(states(pushed)).toEqual([
      `/tiles/${GLO30}: /tiles/dem/N43E003.tif is the same tile. Keep one.`,
      `/tiles/dem/N43E003.tif: /tiles/${GLO30} is the same tile. Keep one.`,
    ]);
    expect(await contentOf(store)).toEqual({});
  });

  test('a file that cannot be read', async () => {
    const path = 'ndvi/s3/N43E003/2021-08-15.tif';
    const broken: TileFile = {
      ...file(path, new Uint8Array(9)),
      open: () => Promise.reject(new Error('EIO: i/o error')),
    };
    expect(states(await pushTiles([broken], { store: await openStore() }))).toEqual([
      `/tiles/${path}: cannot be read. EIO: i/o error`,
    ]);
  });

  test('a file larger than any tile, unread', async () => {
    const huge: TileFile = { ...file('dem/N43E003.tif', new Uint8Array(9)), size: 2 ** 31 };
    expect(states(await pushTiles([huge], { store: await openStore() }))).toEqual([
      '/tiles/dem/N43E003.tif: has 2147483648 bytes, more than a tile can have (1073741824). Compress it.',
    ]);
  });
});

test('sends an uncompressed tile as it is, although heights are worked on in place', async () => {
  const store = await openStore();
  const bytes = uncompressedDem((i) => (i % 7 === 0 ? -9999 : i % 900));
  const before = md5(bytes);
  expect(states(await pushTiles([file('dem/N43E003.tif', bytes)], { store }))).toEqual(['sent dem/N43E003.tif']);
  expect(await contentOf(store)).toEqual({ 'dem/N43E003.tif': before });
});

/** 900 × 900 float32 in one strip, little-endian: what GDAL writes unasked, by TIFF 6.0 and GeoTIFF 1.1. */
function uncompressedDem(heightOf: (index: number) => number): Uint8Array {
  const side = 900;
  const data = Float32Array.from({ length: side * side }, (_, i) => heightOf(i));
  const doubles = [1 / side, 1 / side, 0, 0, 0, 0, 3, 44, 0];
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, 4, 1, side],
    [257, 4, 1, side],
    [258, 3, 1, 32],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [273, 4, 1, 400],
    [277, 3, 1, 1],
    [278, 4, 1, side],
    [279, 4, 1, data.byteLength],
    [339, 3, 1, 3],
    [33550, 12, 3, 300],
    [33922, 12, 6, 324],
    [42113, 2, 6, 390],
  ];
  const view = new DataView(new ArrayBuffer(400 + data.byteLength));
  view.setUint32(0, 0x49492a00);
  view.setUint32(4, 8, true);
  view.setUint16(8, entries.length, true);
  entries.forEach(([tag, type, count, value], i) => {
    view.setUint16(10 + 12 * i, tag, true);
    view.setUint16(12 + 12 * i, type, true);
    view.setUint32(14 + 12 * i, count, true);
    view.setUint32(18 + 12 * i, value, true);
  });
  doubles.forEach((value, i) => {
    view.setFloat64(300 + 8 * i, value, true);
  });
  const bytes = new Uint8Array(view.buffer);
  bytes.set(Buffer.from('-9999\0'), 390);
  bytes.set(new Uint8Array(data.buffer), 400);
  return bytes;
}
