import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TiffImage } from '../../../lib/raster/tiff-image.ts';
import { notBorderNoise } from '../../../lib/sentinel1/data-test.ts';
import { createNoiseTable } from '../../../lib/sentinel1/noise-table.ts';
import { findValidSamples } from '../../../lib/sentinel1/valid-samples.ts';
import { type TiffLayout, tiffBytes } from './tiff-bytes.ts';

const WIDTH = 5000;
const HEIGHT = 200;

type IsData = (line: number, sample: number) => boolean;

async function imageOf(dnAt: (line: number, sample: number) => number, layout: TiffLayout = {}): Promise<TiffImage> {
  const dn = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => dnAt(Math.floor(i / WIDTH), i % WIDTH));
  return openTiff(sourceOfBytes('x.tiff', tiffBytes(dn, WIDTH, HEIGHT, layout)));
}

const validOf = async (isData: IsData, layout?: TiffLayout) =>
  findValidSamples(await imageOf((line, sample) => (isData(line, sample) ? 9 : 0), layout));

const ALL_LINES = { firstLine: 0, lastLine: HEIGHT - 1 };

test('zero columns at either side are no valid samples', async () => {
  const inside: IsData = (_, sample) => sample >= 17 && sample < 4900;
  expect(await validOf(inside)).toEqual({ first: 17, last: 4899, ...ALL_LINES });
  expect(await validOf(inside, { tile: 256, compression: 8 })).toEqual({ first: 17, last: 4899, ...ALL_LINES });
});

test('a zero here and there does not move the border', async () => {
  const isData: IsData = (line, sample) => sample >= 5 && !(line === 60 && sample < 900);
  expect(await validOf(isData)).toEqual({ first: 5, last: 4999, ...ALL_LINES });
});

test('zero lines at the top and the bottom are no valid lines', async () => {
  for (const [top, bottom] of [
    [1, 199],
    [0, 198],
    [7, 160],
    [90, 130],
  ] as const) {
    const inside: IsData = (line, sample) => line >= top && line <= bottom && sample >= 17;
    expect(await validOf(inside)).toEqual({ first: 17, last: 4999, firstLine: top, lastLine: bottom });
  }
});

test('a line is valid where one sub-swath has begun', async () => {
  // The last third of the columns begins 30 lines earlier and ends 20 lines later.
  const isData: IsData = (line, sample) => (sample > 3400 ? line >= 5 && line < 190 : line >= 35 && line < 170);
  expect(await validOf(isData)).toEqual({ first: 0, last: 4999, firstLine: 5, lastLine: 189 });
});

test('a scene without zero borders costs two reads for its lines, besides ten for its columns', async () => {
  const image = await imageOf(() => 9);
  let reads = 0;
  const source = {
    ...image.source,
    read: (offset: number, length: number) => {
      reads++;
      return image.source.read(offset, length);
    },
  };
  await findValidSamples({ ...image, source });
  expect(reads).toBe(12);
});

test('a scene with data on few lines only is found by searching all of it', async () => {
  expect(await validOf((line, sample) => line === 128 && sample >= 2500 && sample <= 2600)).toEqual({
    first: 2500,
    last: 2600,
    firstLine: 128,
    lastLine: 128,
  });
});

test('noise in the border is no data for those who ask so', async () => {
  const noisy = await imageOf((line, sample) => {
    const inside = line >= 12 && line < 180 && sample >= 40 && sample < 4900;
    if (inside) return sample % 50 === 0 ? 12 : 150; // a dark sample now and then
    return (line * 7 + sample * 13) % 31 === 0 ? 60 : (line + 3 * sample) % 29; // outliers among the noise
  });
  expect(await findValidSamples(noisy)).toEqual({ first: 0, last: 4999, ...ALL_LINES });
  const table = createNoiseTable({ kind: 'none', range: [], azimuth: [] }, WIDTH, HEIGHT);
  const test = notBorderNoise(table);
  expect(await findValidSamples(noisy, test)).toEqual({ first: 40, last: 4899, firstLine: 12, lastLine: 179 });
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
