import { expect, test } from 'vitest';
import { missingFiles } from '../../../lib/sentinel1/missing-files.ts';
import { realProducts } from './real-products.ts';
import { PATHS_OF_PRODUCT as P, safeProduct } from './safe-product.ts';
import { PATHS, syntheticAnnotation } from './synthetic-orbit.ts';

const annotation = syntheticAnnotation(PATHS.ascending, 20, 10);
const tiff = new Uint8Array(100);
const after = (changes: Parameters<typeof safeProduct>[2]) => missingFiles(safeProduct(annotation, tiff, changes));

test('a product with the files that a retrieval reads is complete', async () => {
  expect(await after({})).toEqual([]);
  expect(await after({ 'preview/quick-look.png': 'x' })).toEqual([]);
});

test.each(['annotation', 'calibration', 'noise', 'measurement'] as const)(
  'a missing %s is named as the manifest does',
  async (role) => {
    expect(await after({ [P[role]]: undefined })).toEqual([P[role]]);
  },
);

test('without its manifest everything absent is named by its kind', async () => {
  expect(await after({ [P.manifest]: undefined, [P.noise]: undefined })).toEqual([
    'manifest.safe',
    'annotation/calibration/noise-…-vv-….xml',
  ]);
});

test('a measurement that is still growing is missing', async () => {
  expect(await after({ [P.measurement]: new Uint8Array(40) })).toEqual([`${P.measurement} (40 of 100 bytes)`]);
});

test('the renamed and re-encoded files of the public bucket are complete', async () => {
  const renamed = {
    [P.annotation]: undefined,
    [P.calibration]: undefined,
    [P.noise]: undefined,
    [P.measurement]: undefined,
    'annotation/iw-vv.xml': 'a',
    'annotation/calibration/calibration-iw-vv.xml': 'c',
    'annotation/calibration/noise-iw-vv.xml': 'n',
    'measurement/iw-vv.tiff': new Uint8Array(40),
  };
  expect(await after(renamed)).toEqual([]);
  expect(await after({ ...renamed, 'annotation/iw-vv.xml': undefined })).toEqual([P.annotation]);
});

test('VH files do not stand in for VV', async () => {
  expect(await after({ [P.noise]: undefined, [P.noise.replace('-vv-', '-vh-')]: 'x' })).toEqual([P.noise]);
});

test.skipIf(realProducts.length === 0)('real products without pixels lack just these', async () => {
  for (const files of realProducts) {
    expect(await missingFiles(files)).toEqual([expect.stringMatching(/^measurement\/s1a-iw-grd-vv-.*-001\.tiff$/)]);
  }
});
