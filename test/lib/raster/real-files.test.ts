import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';

const shared = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const present = existsSync(shared);
if (!present) console.warn(`${shared} is absent: the tests on real files are skipped`);

async function open(pattern: string) {
  const [name] = globSync(pattern, { cwd: shared });
  if (!name) throw new Error(`no file ${pattern}`);
  const image = await openTiff(sourceOfBytes(name, readFileSync(join(shared, name))));
  const { width, height } = image.levels[0];
  return { image, data: await readWindow(image, { column: 0, row: 0, width, height }) };
}

function statistics(data: ArrayLike<number>) {
  let [min, max, sum, zeros] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    if (value === 0) zeros++;
  }
  return { min, max, mean: sum / data.length, zeros: zeros / data.length };
}

const sizes = (image: { levels: readonly { width: number }[] }) => image.levels.map(({ width }) => width);

// Expected values: the data folder's README, measured with GDAL.
describe.skipIf(!present)('openTiff and readWindow on real files', () => {
  test('read a Copernicus GLO-30 tile: posts on degree lines, predictor 3', async () => {
    const { image, data } = await open('dem/*.tif');
    expect(sizes(image)).toEqual([3600, 1800, 900, 450]);
    expect(image).toMatchObject({ dataType: 'float32', pixelIsPoint: true, epsg: 4326, nodata: undefined });
    expect(image.transform?.[0]).toBeCloseTo(6 - 0.5 / 3600, 10);
    expect(image.transform?.[3]).toBeCloseTo(1 + 0.5 / 3600, 10);
    const { min, max, mean, zeros } = statistics(data);
    expect([min.toFixed(2), max.toFixed(2), mean.toFixed(3), zeros.toFixed(3)]).toEqual([
      '-8.39',
      '1976.36',
      '24.099',
      '0.931',
    ]);
  });

  test('read a land-cover subset: strips, nodata', async () => {
    const { image, data } = await open('landcover/*.tif');
    expect(image).toMatchObject({ dataType: 'uint8', nodata: 255, epsg: 4326, pixelIsPoint: false });
    expect(image.transform?.[0]).toBe(-180);
    expect(image.transform?.[1]).toBeCloseTo(1 / 1008, 12);
    expect(statistics(data)).toMatchObject({ min: 255, max: 255 });
  });

  test('read a Sentinel-1 measurement with ground control points: predictor 2, no transform', async () => {
    const { image, data } = await open('sentinel1/sentinel-s1-l1c/**/iw-vv.tiff');
    expect(sizes(image)).toEqual([1280, 640, 320, 160]);
    expect(image).toMatchObject({ dataType: 'uint16', transform: undefined });
    const { max, mean, zeros } = statistics(data);
    expect([max, mean.toFixed(2), zeros.toFixed(3)]).toEqual([2759, '224.44', '0.020']);
  });

  test('read a Sentinel-2 band in UTM: overviews made by nearest neighbour', async () => {
    const { image, data } = await open('sentinel2/*/B04.tif');
    expect(sizes(image)).toEqual([1098, 549, 275]);
    expect(image).toMatchObject({
      dataType: 'uint16',
      epsg: 32629,
      nodata: 0,
      overviewResampling: 'NEAREST',
      transform: [199980, 100, 0, 2800020, 0, -100],
    });
    expect(statistics(data).mean.toFixed(2)).toBe('3409.97');
  });
});
