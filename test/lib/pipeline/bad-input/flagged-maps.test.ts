import { beforeAll, describe, expect, test } from 'vitest';
import { demKey, landcoverKey, ndviFilledKey, ndviS3Key, receiptKey } from '../../../../lib/product/keys.ts';
import { qaValue } from '../../../../lib/product/qa-bits.ts';
import { parseReceipt } from '../../../../lib/product/receipt.ts';
import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { readWindow } from '../../../../lib/raster/read-window.ts';
import { tiffBytes } from '../../sentinel1/tiff-bytes.ts';
import { EditedScene } from './edited-scene.ts';
import { type ReadCell, readMap } from './read-map.ts';
import { type RunOptions, runScene } from './run-scene.ts';
import { EAST, NDVI_DATE, renderSmallWorld, type SmallWorld, WEST } from './small-world.ts';

let world: SmallWorld;
let soundMap: Promise<ReadCell[]> | undefined;

/** The cells of the scene as it is; computed by the first test that asks. */
function soundCells(): Promise<ReadCell[]> {
  soundMap ??= mapOf(() => {}).then(({ cells }) => cells);
  return soundMap;
}

/** The map of a scene that lacks something, and what its receipt remarks. */
async function mapOf(spoil: (scene: EditedScene) => Promise<void> | void, options?: RunOptions) {
  const scene = new EditedScene(world);
  await spoil(scene);
  const { record, written, remains, deliveries, deadLetters, system } = await runScene(scene, options);
  expect({ remains, deadLetters }).toEqual({ remains: [], deadLetters: [] });
  expect(Object.values(deliveries).map(({ failed }) => failed)).toEqual(Object.values(deliveries).map(() => 0));
  const outcome = record?.outcomes['s2mp-s1s2'];
  if (outcome?.state !== 'produced') throw new Error(`no map: ${JSON.stringify(record)}`);
  const receipt = await system.store.get(receiptKey(outcome.run));
  const { remarks } = parseReceipt('receipt', receipt?.bytes ?? new Uint8Array());
  return { record, run: outcome.run, cells: await readMap(system.store, written), remarks };
}

/** The pixels of a tile of codes, changed. */
async function recoded(bytes: Uint8Array | undefined, change: (code: number, column: number) => number) {
  const image = await openTiff(sourceOfBytes('tile', bytes ?? new Uint8Array()));
  const { width, height } = image.levels[0];
  const codes = await readWindow(image, { column: 0, row: 0, width, height });
  const [band = { description: 'x' }] = image.bandInfo;
  return encodeCog({
    width,
    height,
    dataType: 'uint8',
    bands: [{ ...band, data: Uint8Array.from(codes, (code, i) => change(code, i % width)) } as never],
    transform: image.transform ?? [0, 1, 0, 0, 0, -1],
    nodata: 255,
    overviews: 'nearest',
  });
}

beforeAll(async () => {
  world = await renderSmallWorld();
});

test('the sound scene gives a map with values on either side of the border', async () => {
  const sound = await soundCells();
  const withValue = sound.filter(({ sm }) => Number.isFinite(sm));
  expect(withValue.some(({ isEast }) => isEast)).toBe(true);
  expect(withValue.some(({ isEast }) => !isEast)).toBe(true);
  const absent = qaValue('noCropOrHerbaceous') | qaValue('ndviAbsent') | qaValue('noiseNotRemoved');
  expect(withValue.filter(({ qa }) => (qa & absent) !== 0)).toEqual([]);
});

const west = (cells: readonly ReadCell[]) => cells.filter(({ isEast }) => !isEast);
const east = (cells: readonly ReadCell[]) => cells.filter(({ isEast }) => isEast);

describe('what is absent for a part of the map costs only that part', () => {
  test('land cover: QA bit 1', async () => {
    const sound = await soundCells();
    const { cells, remarks } = await mapOf((scene) => void scene.files.delete(landcoverKey(2019, EAST)));
    expect(west(cells)).toEqual(west(sound));
    expect(east(cells).map(({ sm }) => sm)).toEqual(east(sound).map(() => Number.NaN));
    expect(east(cells).filter(({ qa }) => (qa & qaValue('noCropOrHerbaceous')) === 0)).toEqual([]);
    expect(remarks).toEqual(['There is no land cover for N43E004: QA bit 1 (no crop or herbaceous pixel).']);
  });

  test('land cover without data inside a tile: QA bit 1', async () => {
    const sound = await soundCells();
    const { cells, remarks } = await mapOf(async (scene) => {
      const key = landcoverKey(2019, EAST);
      scene.files.set(key, await recoded(scene.files.get(key), () => 255));
    });
    expect(west(cells)).toEqual(west(sound));
    expect(east(cells).filter(({ qa, sm }) => !Number.isNaN(sm) || (qa & qaValue('noCropOrHerbaceous')) === 0)).toEqual(
      [],
    );
    expect(remarks).toEqual([]);
  });

  test.each([
    ['absent', (scene: EditedScene) => void scene.files.delete(ndviFilledKey(EAST, NDVI_DATE))],
    [
      'too old',
      (scene: EditedScene) => {
        const key = ndviFilledKey(EAST, NDVI_DATE);
        scene.files.set(ndviFilledKey(EAST, '2021-07-15'), scene.files.get(key) ?? new Uint8Array());
        scene.files.delete(key);
      },
    ],
  ])('NDVI that is %s: QA bit 4', async (_, spoil) => {
    const sound = await soundCells();
    const { cells, remarks } = await mapOf(spoil);
    expect(west(cells)).toEqual(west(sound));
    expect(east(cells).map(({ sm }) => sm)).toEqual(east(sound).map(() => Number.NaN));
    const sampled = east(sound).map(({ sm }) => Number.isFinite(sm));
    expect(east(cells).map(({ qa }) => (qa & qaValue('ndviAbsent')) !== 0)).toEqual(sampled);
    expect(remarks).toEqual(['There is no NDVI near enough in time for N43E004: QA bit 4 (NDVI absent or too old).']);
  });

  test('NaN in an NDVI tile: QA bit 4', async () => {
    const sound = await soundCells();
    const { cells } = await mapOf(async (scene) => {
      const data = new Float32Array(1008 ** 2).fill(Number.NaN);
      const transform = [4, 1 / 1008, 0, 44, 0, -1 / 1008] as const;
      const bands = [{ data, description: 'NDVI' }];
      const tile = { width: 1008, height: 1008, dataType: 'float32', bands, transform, overviews: 'mean' } as const;
      scene.files.set(ndviFilledKey(EAST, NDVI_DATE), await encodeCog(tile));
    });
    expect(west(cells)).toEqual(west(sound));
    const sampled = east(sound).map(({ sm }) => Number.isFinite(sm));
    expect(east(cells).map(({ qa, sm }) => Number.isNaN(sm) && (qa & qaValue('ndviAbsent')) !== 0)).toEqual(sampled);
  });

  test('a DEM tile: sea level, said in the receipt', async () => {
    const sound = await soundCells();
    const { cells, remarks } = await mapOf((scene) => void scene.files.delete(demKey(EAST)));
    expect(cells.map(({ sm }) => Number.isFinite(sm))).toEqual(sound.map(({ sm }) => Number.isFinite(sm)));
    expect(remarks).toEqual(['There is no DEM for N43E004: taken as sea level.']);
  });

  test('the image: cells that it does not fill have QA bit 8, those that it does not show bit 0', async () => {
    const { samples, lines } = world;
    const { cells } = await mapOf((scene) => {
      const bytes = scene.bytes('measurement');
      const dn = new Uint16Array(bytes.slice(bytes.length - 2 * samples * lines).buffer);
      // Zeros are what the processor writes where there is no data: here a corner of the image.
      for (let i = 0; i < dn.length; i++) if (i % samples > samples * 0.3 && i > dn.length * 0.6) dn[i] = 0;
      scene.set('measurement', tiffBytes(dn, samples, lines));
    });
    const has = (bit: number) => cells.filter(({ qa }) => (qa & bit) !== 0).length;
    expect(has(qaValue('notObserved'))).toBeGreaterThan(0);
    expect(has(qaValue('partial'))).toBeGreaterThan(0);
    expect(cells.filter(({ qa, sm }) => (qa & qaValue('notObserved')) !== 0 && Number.isFinite(sm))).toEqual([]);
    expect(cells.some(({ sm }) => Number.isFinite(sm))).toBe(true);
  });
});

describe('noise tables of zeros are no noise: the map has QA bit 7 everywhere', () => {
  test.each([
    [
      'in the schema of IPF 2.36',
      (scene: EditedScene) =>
        scene.rewrite('noise', (text) => {
          const vector = (line: number) =>
            `<noiseVector><line>${line}</line><pixel count="2">0 ${world.samples - 1}</pixel><noiseLut count="2">0.0 0.0</noiseLut></noiseVector>`;
          const list = `<noiseVectorList count="2">${vector(0)}${vector(world.lines)}</noiseVectorList>`;
          return `${text.slice(0, text.indexOf('<noiseRangeVectorList'))}${list}</noise>`;
        }),
    ],
    [
      'in the present schema',
      (scene: EditedScene) =>
        scene.rewrite('noise', (text) =>
          text.replace(
            /(<noiseRangeLut[^>]*>)([^<]*)/g,
            (_, tag: string, list: string) => tag + list.replace(/\S+/g, '0.0'),
          ),
        ),
    ],
  ])('%s', async (_, spoil) => {
    const sound = await soundCells();
    const { cells, remarks } = await mapOf(spoil);
    const sampled = sound.map(({ sm }) => Number.isFinite(sm));
    expect(cells.map(({ qa }) => (qa & qaValue('noiseNotRemoved')) !== 0)).toEqual(sampled);
    expect(cells.map(({ sm }) => Number.isFinite(sm))).toEqual(sampled);
    expect(remarks).toEqual([
      'The noise tables of the product are all 0: no noise was removed, QA bit 7 (noise not removed).',
    ]);
  });
});

test('a zip gives the map that its folder gives, whatever of the usual names it has', async () => {
  const sound = await soundCells();
  for (const suffix of ['.zip', '.SAFE.zip']) {
    const { cells } = await mapOf((scene) => {
      scene.zip();
      const bytes = scene.files.get(`scenes/${scene.product}.zip`) ?? new Uint8Array();
      scene.files.delete(`scenes/${scene.product}.zip`);
      scene.files.set(`scenes/${scene.product}${suffix}`, bytes);
    });
    expect(cells).toEqual(sound);
  }
});

test('asked to verify, the receipt of a scene of the public bucket says that its image has no checksum', async () => {
  const sound = await soundCells();
  const renamed = (scene: EditedScene) => {
    for (const role of ['annotation', 'calibration', 'noise', 'measurement'] as const) {
      const key = scene.key(role);
      scene.files.set(key.replace(/s1a-iw-grd-vv-[^/.]*/, 'iw-vv'), scene.bytes(role));
      scene.files.delete(key);
    }
  };
  const plain = await mapOf(renamed);
  const verified = await mapOf(renamed, { retrieval: { verify: true } });
  expect([plain.cells, verified.cells]).toEqual([sound, sound]);
  expect(verified.run).toBe(plain.run);
  expect(plain.remarks).toEqual([]);
  expect(verified.remarks).toEqual([
    'measurement/iw-vv.tiff was not verified: the manifest has no checksum of this encoding of the image.',
  ]);
});

describe('the map of the one collection does not suffer from what the other lacks', () => {
  test.each([
    {
      name: 'absent',
      spoil: (scene: EditedScene, key: string) => void scene.files.delete(key),
      outcome: {
        state: 'rejected',
        reason: 'no-ndvi',
        message:
          's2mp-local/ndvi/s3/: no tile of N43E003, N43E004 has an NDVI within 20 days of 2021-08-21. ' +
          'Put one there as <tile>/<yyyy-mm-dd>.tif and process the scene again.',
      },
    },
    {
      name: 'of the wrong grid',
      spoil: (scene: EditedScene, key: string) =>
        void scene.files.set(key, scene.files.get(key.replace('ndvi/s3', 'ndvi/filled')) ?? new Uint8Array()),
      outcome: {
        state: 'rejected',
        reason: 'invalid-ndvi',
        message:
          's2mp-local/ndvi/s3/N43E003/2021-08-15.tif: the tile has 1008 × 1008 pixels, not 112 × 112. Make the tile ' +
          'again: 1° × 1°, 112 × 112 pixels, EPSG:4326, edges on whole degrees, NDVI as floating point or as integers ' +
          'with scale and offset.',
      },
    },
  ])('S3 NDVI $name', async ({ spoil, outcome }) => {
    const sound = await soundCells();
    const { record, cells } = await mapOf(
      (scene) => {
        for (const tile of [WEST, EAST]) spoil(scene, ndviS3Key(tile, NDVI_DATE));
      },
      { configuration: { collections: ['s2mp-s1s2', 's2mp-s1s3'] } },
    );
    expect(cells).toEqual(sound);
    expect(record?.state).toBe('produced');
    expect(record?.outcomes['s2mp-s1s3']).toEqual(outcome);
  });
});
