import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type RangeSource, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { parseManifest } from '../../../lib/sentinel1/manifest.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import { verifyChecksums } from '../../../lib/sentinel1/verify-checksums.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';
import { openVv, realProducts } from './real-products.ts';
import { zipBytes } from './zip-bytes.ts';

const STEM = 's1a-iw-grd-vv-20210809t173953-20210809t174018-039156-049f13-001';
const PATHS = {
  annotation: `annotation/${STEM}.xml`,
  calibration: `annotation/calibration/calibration-${STEM}.xml`,
  noise: `annotation/calibration/noise-${STEM}.xml`,
  measurement: `measurement/${STEM}.tiff`,
} as const;

const contentOf = (path: string) => new TextEncoder().encode(`content of ${path}`);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
/** Longer than two reads, its end beside a border of pieces. */
const PIXELS = Uint8Array.from({ length: 17 * 2 ** 20 + 1 }, (_, i) => (i * 31) >> 3);
const BYTES = new Map<string, Uint8Array>(
  Object.values(PATHS).map((path) => [path, path === PATHS.measurement ? PIXELS : contentOf(path)]),
);
const MANIFEST = {
  files: [
    ...[...BYTES].map(([path, bytes]) => ({ path, size: bytes.length, md5: md5(bytes) })),
    { path: 'preview/quick-look.png', size: 7, md5: '0123' },
  ],
};

function filesOf(bytes: ReadonlyMap<string, Uint8Array>, wrap = (source: RangeSource) => source): SceneFiles {
  return {
    name: 'scene',
    product: 'S1A',
    list: async () => [...bytes].map(([path, { length: size }]) => ({ path, size })),
    open: async (path) => {
      const found = bytes.get(path);
      return found && wrap(sourceOfBytes(`scene/${path}`, found));
    },
  };
}

function changed(path: string, bytes: Uint8Array): Map<string, Uint8Array> {
  return new Map(BYTES).set(path, bytes);
}

test('files that are as the manifest says pass, whatever else it lists may be absent', async () => {
  expect(await verifyChecksums(filesOf(BYTES), MANIFEST)).toEqual({ verified: Object.values(PATHS), remarks: [] });
});

test('a zip is verified like the folder in it, stored and deflated', async () => {
  const entries = [...BYTES].map(([path, data], i) => ({ path: `x.SAFE/${path}`, data, deflate: i % 2 === 1 }));
  const zip = await zipSceneFiles(sourceOfBytes('x.zip', zipBytes(entries)));
  expect((await verifyChecksums(zip, MANIFEST)).verified).toEqual(Object.values(PATHS));
});

test.each(['annotation', 'calibration', 'noise', 'measurement'] as const)(
  'one changed byte of the %s ends it with both sums',
  async (role) => {
    const path = PATHS[role];
    const sound = BYTES.get(path) ?? new Uint8Array();
    const spoilt = Uint8Array.from(sound);
    spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1;
    await expect(verifyChecksums(filesOf(changed(path, spoilt)), MANIFEST)).rejects.toMatchObject({
      tag: 'InputError',
      reason: `invalid-${role}`,
      where: `scene/${path}`,
      message: `scene/${path}: its MD5 is ${md5(spoilt)}, the manifest says ${md5(sound)}. Download the product again.`,
    });
  },
);

test('a file of another length is told by its length', async () => {
  const path = PATHS.noise;
  const { length } = contentOf(path);
  await expect(verifyChecksums(filesOf(changed(path, contentOf(path).subarray(1))), MANIFEST)).rejects.toThrow(
    `scene/${path}: has ${length - 1} bytes, the manifest says ${length}. Download the product again.`,
  );
});

test('the renamed files of the public bucket: XML is verified, the image encoded anew cannot be', async () => {
  const renamed = new Map<string, Uint8Array>([
    ['annotation/iw-vv.xml', contentOf(PATHS.annotation)],
    ['annotation/calibration/calibration-iw-vv.xml', contentOf(PATHS.calibration)],
    ['annotation/calibration/noise-iw-vv.xml', contentOf(PATHS.noise)],
    ['measurement/iw-vv.tiff', new Uint8Array(100)],
  ]);
  expect(await verifyChecksums(filesOf(renamed), MANIFEST)).toEqual({
    verified: [...renamed.keys()].slice(0, 3),
    remarks: ['measurement/iw-vv.tiff was not verified: the manifest has no checksum of this encoding of the image.'],
  });
  const noise = 'annotation/calibration/noise-iw-vv.xml';
  await expect(verifyChecksums(filesOf(renamed.set(noise, contentOf('x'))), MANIFEST)).rejects.toMatchObject({
    reason: 'invalid-noise',
    where: `scene/${noise}`,
  });
});

test('a file that the manifest gives no checksum of is said to be unverified', async () => {
  const files = MANIFEST.files.map((file) => (file.path === PATHS.noise ? { ...file, md5: undefined } : file));
  expect(await verifyChecksums(filesOf(BYTES), { files })).toEqual({
    verified: [PATHS.annotation, PATHS.calibration, PATHS.measurement],
    remarks: [`${PATHS.noise} was not verified: the manifest has no checksum of this file.`],
  });
});

test('each byte is read once, in pieces of at most 8 MB, two of them at a time', async () => {
  let inFlight = 0;
  let most = 0;
  const reads: [number, number][] = [];
  const watch = (source: RangeSource): RangeSource => ({
    ...source,
    read: async (offset, length) => {
      if (source.size === PIXELS.length) reads.push([offset, length]);
      most = Math.max(most, ++inFlight);
      const bytes = await source.read(offset, length);
      inFlight--;
      return bytes;
    },
  });
  await verifyChecksums(filesOf(BYTES, watch), MANIFEST);
  const MIB = 2 ** 20;
  expect(reads).toEqual([
    [0, 8 * MIB],
    [8 * MIB, 8 * MIB],
    [16 * MIB, MIB + 1],
  ]);
  expect(most).toBeLessThanOrEqual(2);
});

test('a store that fails passes on', async () => {
  const down = (source: RangeSource): RangeSource => ({ ...source, read: () => Promise.reject(new Error('503')) });
  await expect(verifyChecksums(filesOf(BYTES, down), MANIFEST)).rejects.toThrow(/^503$/);
});

// Golden: the checksums that the data provider wrote.
test.skipIf(realProducts.length === 0).each(realProducts.map((files) => [files.product, files] as const))(
  'the XML files of %s are those of its manifest',
  async (_, files) => {
    const { bytes, name } = await openVv(files, 'manifest');
    const { verified, remarks } = await verifyChecksums(files, parseManifest(bytes, name));
    expect(verified.map((path) => path.replace(/-?s1a-iw-grd-vv-.*/, ''))).toEqual([
      'annotation/',
      'annotation/calibration/calibration',
      'annotation/calibration/noise',
    ]);
    expect(remarks).toEqual([]);
  },
);
