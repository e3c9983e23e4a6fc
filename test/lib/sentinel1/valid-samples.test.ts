import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { findValidSamples } from '../../../lib/sentinel1/valid-samples.ts';
import { type TiffLayout, tiffBytes } from './tiff-bytes.ts';

const WIDTH = 5000;
const HEIGHT = 200;

async function validOf(isData: (line: number, sample: number) => boolean, layout: TiffLayout = {}) {
  const dn = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => (isData(Math.floor(i / WIDTH), i % WIDTH) ? 9 : 0));
  return findValidSamples(await openTiff(sourceOfBytes('x.tiff', tiffBytes(dn, WIDTH, HEIGHT, layout))));
}

test('zero columns at either side are no valid samples', async () => {
  const inside = (_: number, sample: number) => sample >= 17 && sample < 4900;
  expect(await validOf(inside)).toEqual({ first: 17, last: 4899 });
  expect(await validOf(inside, { tile: 256, compression: 8 })).toEqual({ first: 17, last: 4899 });
});

test('a zero here and there does not move the border', async () => {
  expect(await validOf((line, sample) => sample >= 5 && !(line === 60 && sample < 900))).toEqual({
    first: 5,
    last: 4999,
  });
});

test('a scene with data on few lines only is found by searching all of it', async () => {
  expect(await validOf((line, sample) => line === 128 && sample >= 2500 && sample <= 2600)).toEqual({
    first: 2500,
    last: 2600,
  });
});

test('an empty scene is refused', async () => {
  await expect(validOf(() => false)).rejects.toThrow(
    expect.objectContaining({ reason: 'no-valid-pixels', where: 'x.tiff' }),
  );
});

const bucket = fileURLToPath(new URL('../../../../shared/data/sentinel1/sentinel-s1-l1c/', import.meta.url));

// A real scene, averaged to about 200 m; its last 25 of 1280 columns are empty, says the shared data's README.
test.skipIf(!existsSync(bucket))('a real image ends before its empty columns', async () => {
  const [name = ''] = globSync('**/iw-vv.tiff', { cwd: bucket });
  const image = await openTiff(sourceOfBytes(name, readFileSync(join(bucket, name))));
  const { first, last } = await findValidSamples(image);
  expect(first).toBeLessThan(3);
  expect(Math.abs(last - 1254)).toBeLessThan(3);
});
