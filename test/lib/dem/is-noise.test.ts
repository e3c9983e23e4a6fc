import { describe, expect, test } from 'vitest';
import { isNoise } from '../../../lib/dem/is-noise.ts';
import { windowAround } from '../../../lib/grid/grid-window.ts';
import { cornerHeights } from '../../support/corner-heights.ts';
import { demTile, tileSetOf } from './dem-tiles.ts';

const heights = Float32Array.from({ length: 4000 }, (_, i) => 100 + Math.sin(i));

describe('isNoise', () => {
  test('of samples that no height can be', () => {
    expect(
      isNoise(
        heights.map((value) => value * 1e5),
        undefined,
      ),
    ).toBe(true);
  });

  test('of floats of all exponents, half of which come out as 0 m', () => {
    expect(
      isNoise(
        heights.map((value, i) => value * 10 ** ((i % 60) - 30)),
        undefined,
      ),
    ).toBe(true);
  });

  test.each([
    ['heights', heights, undefined],
    ['sea alone', new Float32Array(4000), undefined],
    ['voids that are declared', new Float32Array(4000).fill(-32_768), -32_768],
    ['voids that are not declared', new Float32Array(4000).fill(-32_768), undefined],
    ['NaN', new Float32Array(4000).fill(Number.NaN), undefined],
    ['a coast of resampled voids', heights.map((value, i) => (i % 3 === 0 ? -100 * i - 1e4 : value)), undefined],
  ])('but not of %s', (_, values, nodata) => {
    expect(isNoise(values, nodata)).toBe(false);
  });
});

test.each([
  ['hills', (lon: number, lat: number) => 400 + 50 * Math.sin(200 * lon) + 40 * lat],
  ['smooth hills', (lon: number, lat: number) => 300 + 200 * Math.sin(22 * lon) + 100 * Math.cos(30 * lat)],
])('a DEM tile of %s that has lost its predictor is refused, not taken for sea', async (_, heightOf) => {
  const bytes = Buffer.from(await demTile('N43E003', 900, heightOf));
  const start = bytes.readUInt32LE(4);
  const entries = Array.from({ length: bytes.readUInt16LE(start) }, (_, i) => start + 2 + 12 * i);
  for (const at of entries) if (bytes.readUInt16LE(at) === 317) bytes.writeUInt16LE(1, at + 8);
  const window = windowAround([3.4, 43.4, 3.5, 43.5], 1008);
  await expect(cornerHeights(tileSetOf({ N43E003: bytes }), window, 'egm')).rejects.toThrow(
    'dem/N43E003.tif: most of its samples are no heights in metres',
  );
});
