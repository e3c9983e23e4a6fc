import { beforeAll, describe, expect, test } from 'vitest';
import type { RejectReason } from '../../../../lib/errors/reject-reason.ts';
import { demKey, landcoverKey, ledgerKey, ndviFilledKey, ndviS3Key } from '../../../../lib/product/keys.ts';
import { type CogSpec, encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { EditedScene } from './edited-scene.ts';
import { matching } from './matching.ts';
import { runScene } from './run-scene.ts';
import { EAST, NDVI_DATE, renderSmallWorld, type SmallWorld, WEST } from './small-world.ts';

const LANDCOVER = (tile: string) => landcoverKey(2019, tile);
const NDVI = (tile: string) => ndviFilledKey(tile, NDVI_DATE);
const BOTH = [WEST, EAST];

const TODO = {
  landcover: 'Make the tile again from LC100: 1° × 1°, 1008 × 1008 pixels, EPSG:4326, edges on whole degrees.',
  ndvi:
    'Make the tile again: 1° × 1°, 1008 × 1008 pixels, EPSG:4326, edges on whole degrees, ' +
    'NDVI as floating point or as integers with scale and offset.',
  dem: 'Use Copernicus GLO-30 tiles, or make the tile again: EPSG:4326, north-up, one band of metres.',
};

/** A raster of one value over a part of the globe. */
function raster(west: number, north: number, side: number, pixels: number, value: number, more: Partial<CogSpec> = {}) {
  const isFloat = !Number.isInteger(value);
  return encodeCog({
    width: pixels,
    height: pixels,
    dataType: isFloat ? 'float32' : 'uint8',
    bands: [
      { data: (isFloat ? new Float32Array(pixels ** 2) : new Uint8Array(pixels ** 2)).fill(value), description: 'x' },
    ],
    transform: [west, side / pixels, 0, north, 0, -side / pixels],
    overviews: 'nearest',
    ...more,
  });
}

interface BadTiles {
  readonly name: string;
  readonly spoil: (scene: EditedScene) => Promise<void> | void;
  readonly reason: RejectReason;
  readonly message: (scene: EditedScene) => string | RegExp;
  /** The scene itself is sound: it is the collection's outcome that is rejected. */
  readonly isPerMap?: true;
  /** So late that the acquisition has its item id already. */
}

const remove = (scene: EditedScene, ...keys: string[]) => {
  for (const key of keys) scene.files.delete(key);
};
/** Damages the compressed pixels, not the directories at the start. */
const damage = (scene: EditedScene, key: string) => {
  const bytes = (scene.files.get(key) ?? new Uint8Array()).slice();
  scene.files.set(key, bytes.fill(0xff, Math.floor(bytes.length * 0.6), Math.floor(bytes.length * 0.9)));
};
const cutOff = (scene: EditedScene, key: string, length: number) => {
  scene.files.set(key, (scene.files.get(key) ?? new Uint8Array()).slice(0, length));
};

const damagedBlock = (file: string, todo: string) =>
  matching(`${file}, block at row #, column #, byte #: the compressed data are damaged (*). ${todo}`);

const LAND: readonly BadTiles[] = [
  {
    name: 'no land cover at all',
    spoil: (scene) => remove(scene, ...BOTH.map(LANDCOVER)),
    reason: 'no-landcover',
    message: () =>
      's2mp-local/landcover/2019/: there is no land cover for N43E003, N43E004. Put LC100 tiles there and process ' +
      'the scene again; over open sea there are none, and nothing to be retrieved.',
  },
  {
    name: 'nothing but sea',
    spoil: async (scene) => {
      for (const [tile, west] of [
        [WEST, 3],
        [EAST, 4],
      ] as const) {
        scene.files.set(LANDCOVER(tile), await raster(west, 44, 1, 1008, 200));
      }
    },
    reason: 'no-land',
    message: (s) =>
      `${s.product}: no pixel of cropland (40) or herbaceous vegetation (30) lies in the scene, says the land cover of ` +
      's2mp-local/landcover/2019/. Nothing can be retrieved over sea, forest or towns.',
  },
  {
    name: 'a land-cover tile of another grid',
    spoil: async (scene) => {
      scene.files.set(LANDCOVER(EAST), await raster(4, 44, 1, 1200, 40));
    },
    reason: 'invalid-landcover',
    message: () =>
      `s2mp-local/landcover/2019/N43E004.tif: the tile has 1200 × 1200 pixels, not 1008 × 1008. ${TODO.landcover}`,
  },
  {
    name: 'a land-cover tile of another place',
    spoil: (scene) => {
      scene.files.set(LANDCOVER(EAST), scene.files.get(LANDCOVER(WEST)) ?? new Uint8Array());
    },
    reason: 'invalid-landcover',
    message: () =>
      's2mp-local/landcover/2019/N43E004.tif: the edges (west, north, east, south) are 3, 44, 4, 43, not 4, 44, 5, 43. ' +
      TODO.landcover,
  },
  {
    name: 'a land-cover tile that is no TIFF',
    spoil: (scene) => {
      scene.files.set(LANDCOVER(WEST), new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'));
    },
    reason: 'invalid-landcover',
    message: () =>
      `s2mp-local/landcover/2019/N43E003.tif: no readable TIFF (Invalid byte order value). ${TODO.landcover}`,
  },
  {
    name: 'an empty land-cover tile',
    spoil: (scene) => cutOff(scene, LANDCOVER(WEST), 0),
    reason: 'invalid-landcover',
    message: () => `s2mp-local/landcover/2019/N43E003.tif: no TIFF: the file has 0 bytes. ${TODO.landcover}`,
  },
  {
    name: 'a land-cover tile that is cut off',
    spoil: (scene) => cutOff(scene, LANDCOVER(WEST), 600),
    reason: 'invalid-landcover',
    message: () =>
      's2mp-local/landcover/2019/N43E003.tif: the file is cut off: its directories reach beyond its 600 bytes. ' +
      TODO.landcover,
  },
  {
    name: 'a land-cover tile with damaged pixels',
    spoil: (scene) => damage(scene, LANDCOVER(WEST)),
    reason: 'invalid-landcover',
    message: () => damagedBlock('s2mp-local/landcover/2019/N43E003.tif', TODO.landcover),
  },
];

const TERRAIN: readonly BadTiles[] = [
  {
    name: 'a DEM tile of another place',
    spoil: (scene) => {
      scene.files.set(demKey(EAST), scene.files.get(demKey(WEST)) ?? new Uint8Array());
    },
    reason: 'invalid-dem',
    message: () =>
      's2mp-local/dem/N43E004.tif: the tile covers 2.999444, 43.000556, 3.999444, 44.000556 (W, S, E, N), not the degree ' +
      `square that its name says. ${TODO.dem}`,
  },
  {
    name: 'a DEM tile in metres on the ground',
    spoil: async (scene) => {
      scene.files.set(demKey(WEST), await raster(500_000, 4_900_000, 100_000, 400, 12.5));
    },
    reason: 'invalid-dem',
    message: () => `s2mp-local/dem/N43E003.tif: pixels of 250° × 250° are too coarse. ${TODO.dem}`,
  },
  {
    name: 'a DEM tile that is cut off',
    spoil: (scene) => cutOff(scene, demKey(WEST), 20_000),
    reason: 'invalid-dem',
    message: () =>
      matching(
        `s2mp-local/dem/N43E003.tif, block 1: its bytes # to # lie past the end of the file at 20000. ${TODO.dem}`,
      ),
  },
  {
    name: 'a DEM tile that is no TIFF',
    spoil: (scene) => {
      scene.files.set(demKey(WEST), new TextEncoder().encode('<html>404</html>'));
    },
    reason: 'invalid-dem',
    message: () => `s2mp-local/dem/N43E003.tif: no readable TIFF (Invalid byte order value). ${TODO.dem}`,
  },
];

const VEGETATION: readonly BadTiles[] = [
  {
    name: 'no NDVI at all',
    spoil: (scene) => remove(scene, ...BOTH.map(NDVI)),
    reason: 'no-ndvi',
    message: () =>
      's2mp-local/ndvi/filled/: no tile of N43E003, N43E004 has an NDVI within 20 days of 2021-08-21. ' +
      'Put one there as <tile>/<yyyy-mm-dd>.tif and process the scene again.',
    isPerMap: true,
  },
  {
    name: 'NDVI that is too old',
    spoil: (scene) => {
      for (const tile of BOTH) {
        scene.files.set(ndviFilledKey(tile, '2021-07-15'), scene.files.get(NDVI(tile)) ?? new Uint8Array());
        scene.files.delete(NDVI(tile));
      }
    },
    reason: 'no-ndvi',
    message: () =>
      's2mp-local/ndvi/filled/: no tile of N43E003, N43E004 has an NDVI within 20 days of 2021-08-21. ' +
      'Put one there as <tile>/<yyyy-mm-dd>.tif and process the scene again.',
    isPerMap: true,
  },
  {
    name: 'an NDVI tile of the wrong grid',
    spoil: (scene) => {
      scene.files.set(NDVI(EAST), scene.files.get(ndviS3Key(EAST, NDVI_DATE)) ?? new Uint8Array());
    },
    reason: 'invalid-ndvi',
    message: () =>
      `s2mp-local/ndvi/filled/N43E004/2021-08-15.tif: the tile has 112 × 112 pixels, not 1008 × 1008. ${TODO.ndvi}`,
    isPerMap: true,
  },
  {
    name: 'an NDVI tile shifted by half a pixel',
    spoil: async (scene) => {
      scene.files.set(NDVI(WEST), await raster(3 - 0.5 / 1008, 44 + 0.5 / 1008, 1, 1008, 0.5));
    },
    reason: 'invalid-ndvi',
    message: () =>
      's2mp-local/ndvi/filled/N43E003/2021-08-15.tif: the edges (west, north, east, south) are 2.999504, 44.000496, ' +
      `3.999504, 43.000496, not 3, 44, 4, 43. ${TODO.ndvi}`,
    isPerMap: true,
  },
  {
    name: 'an NDVI tile of integers without a scale',
    spoil: async (scene) => {
      scene.files.set(NDVI(WEST), await raster(3, 44, 1, 1008, 120));
    },
    reason: 'invalid-ndvi',
    message: () =>
      `s2mp-local/ndvi/filled/N43E003/2021-08-15.tif: the tile holds uint8 samples without a scale. ${TODO.ndvi}`,
    isPerMap: true,
  },
  {
    name: 'an NDVI tile that is cut off',
    spoil: (scene) => cutOff(scene, NDVI(WEST), 600),
    reason: 'invalid-ndvi',
    message: () =>
      's2mp-local/ndvi/filled/N43E003/2021-08-15.tif: the file is cut off: its directories reach beyond its 600 bytes. ' +
      TODO.ndvi,
    isPerMap: true,
  },
  {
    name: 'an NDVI tile with damaged pixels',
    spoil: (scene) => damage(scene, NDVI(WEST)),
    reason: 'invalid-ndvi',
    message: () => damagedBlock('s2mp-local/ndvi/filled/N43E003/2021-08-15.tif', TODO.ndvi),
    isPerMap: true,
  },
  {
    name: 'NDVI tiles of nothing but NaN',
    spoil: async (scene) => {
      scene.files.set(NDVI(WEST), await raster(3, 44, 1, 1008, Number.NaN));
      scene.files.set(NDVI(EAST), await raster(4, 44, 1, 1008, Number.NaN));
    },
    reason: 'no-ndvi',
    message: () =>
      's2mp-local/ndvi/filled/N43E003/2021-08-15.tif, s2mp-local/ndvi/filled/N43E004/2021-08-15.tif: no pixel of the map ' +
      'has an NDVI value: all are missing or flagged. Put NDVI with values there, or one of another date, and process the ' +
      'scene again.',
    isPerMap: true,
  },
];

let world: SmallWorld;
beforeAll(async () => {
  world = await renderSmallWorld();
});

describe.each([
  ['land cover', LAND],
  ['terrain', TERRAIN],
  ['NDVI', VEGETATION],
])('%s', (_, cases) => {
  test.each(cases)('$name: rejected at once', async ({ spoil, reason, message, isPerMap }) => {
    const scene = new EditedScene(world);
    await spoil(scene);
    const { record, written, remains, deliveries, deadLetters, seconds } = await runScene(scene);
    const text = message(scene);
    const verdict = {
      state: 'rejected',
      reason,
      message: typeof text === 'string' ? text : expect.stringMatching(text),
    };
    const once = { records: 1, failed: 0 };
    expect({ record, written, remains, deliveries, deadLetters }).toEqual({
      record: expect.objectContaining({
        ...verdict,
        outcomes: isPerMap ? { 's2mp-s1s2': verdict } : {},
        supersedes: [],
      }),
      written: [ledgerKey(scene.product)],
      remains: [],
      deliveries: { intake: once, retrieve: once },
      deadLetters: [],
    });
    expect(seconds).toBeLessThan(5);
  });
});
