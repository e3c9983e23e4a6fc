import { describe, expect, it } from 'vitest';
import { encodeCog } from '../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { compareCogSpec } from '../../../lib/statistics/compare-cog-spec.ts';
import { compareMonth } from '../../../lib/statistics/compare-month.ts';
import { TILE_CELLS } from '../../../lib/statistics/map-tiles.ts';
import { pairMetrics } from '../../../lib/statistics/pair-metrics.ts';
import { readPairMoments, readSampleMoments } from '../../../lib/statistics/read-moments.ts';
import { standardDeviation } from '../../../lib/statistics/sample-moments.ts';
import { StatisticsTileError } from '../../../lib/statistics/statistics-tile.error.ts';
import { summarizeMonth } from '../../../lib/statistics/summarize-month.ts';
import { summaryCogSpec } from '../../../lib/statistics/summary-cog-spec.ts';

/** Twelve maps in three cells; elsewhere nothing. The third cell does not vary in y. */
const ids = Array.from({ length: 12 }, (_, i) => `item-${100 + i}`);
const mapOf = (values: readonly number[]) => {
  const map = new Float32Array(TILE_CELLS).fill(Number.NaN);
  map.set(values, 700);
  return map;
};
const x = (i: number) => mapOf([0.2 + 0.1 * Math.sin(i), i < 3 ? 0.1 * i : Number.NaN, 0.01 * i]);
const y = (i: number) => mapOf([0.21 + 0.1 * Math.sin(i + 0.3), 0.2 + 0.02 * i, 0.3]);
const pairs = ids.map((id, i) => ({ id, x: x(i), y: y(i) }));
const place = { tile: { lat: 43, lon: 3 }, period: '2021-08', sources: ids };
const collections = { x: 's2mp-s1s2', y: 's2mp-s1s3' };
const whole = { column: 0, row: 0, width: 112, height: 112 };

const reopened = async (bytes: Uint8Array) => openTiff(sourceOfBytes('N43E003.tif', bytes));

describe('the raster of a compare tile', () => {
  const moments = compareMonth(pairs);

  it('gives back its moments bit for bit', async () => {
    const image = await reopened(await encodeCog(compareCogSpec(moments, collections, place)));
    expect(await readPairMoments(image)).toEqual(moments);
  });

  it('names its bands, units, place and sources', async () => {
    const image = await reopened(await encodeCog(compareCogSpec(moments, collections, place)));
    const sm = 'm3 m-3';
    expect(image.bandInfo.map(({ description, unit }) => [description?.split(/[:,]/)[0], unit])).toEqual([
      ['n', undefined],
      ['r', undefined],
      ['p', undefined],
      ['bias', sm],
      ['stdd', sm],
      ['rmsd', sm],
      ['status', undefined],
      ['mean_x', sm],
      ['mean_y', sm],
      ['m2_x', 'm6 m-6'],
      ['m2_y', 'm6 m-6'],
      ['m2_d', 'm6 m-6'],
      ['c_xy', 'm6 m-6'],
    ]);
    expect(image.transform).toEqual([3, 1 / 112, 0, 44, 0, -1 / 112]);
    expect(image.nodata).toBeNaN();
    expect(image.metadata).toMatchObject({
      S2MP_STATISTICS: 'compare',
      S2MP_COLLECTIONS: 'x=s2mp-s1s2 y=s2mp-s1s3',
      S2MP_PERIOD: '2021-08',
      S2MP_SOURCES: JSON.stringify(ids),
    });
  });

  it('holds the metrics of each cell, and their status', async () => {
    const image = await reopened(await encodeCog(compareCogSpec(moments, collections, place)));
    const bands = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((band) => readWindow(image, whole, { band })));
    const cell = (at: number) => bands.map((band) => band[at]);
    const { n, r, p, bias, ubrmsd, rmsd } = pairMetrics(moments, 700);
    expect(cell(700)).toEqual([n, r, p, bias, ubrmsd, rmsd, 0]);
    expect([n, cell(701)[0], cell(701)[6]]).toEqual([12, 3, 1]);
    expect([cell(702)[1], cell(702)[6]]).toEqual([Number.NaN, 2]);
    expect(cell(0)).toEqual([0, ...Array<number>(5).fill(Number.NaN), 3]);
  });

  it('is the same file byte for byte when the pairs come in another order', async () => {
    const file = await encodeCog(compareCogSpec(compareMonth(pairs), collections, place));
    const other = await encodeCog(compareCogSpec(compareMonth([...pairs].reverse()), collections, place));
    expect(Buffer.compare(file, other)).toBe(0);
  });
});

describe('the raster of a summary tile', () => {
  const moments = summarizeMonth(ids.map((id, i) => ({ id, values: x(i) })));

  it('gives back its moments bit for bit, and holds the standard deviation', async () => {
    const image = await reopened(await encodeCog(summaryCogSpec(moments, 's2mp-s1s2', place)));
    expect(await readSampleMoments(image)).toEqual(moments);
    const sd = await readWindow(image, whole, { band: 2 });
    expect([sd[700], sd[0]]).toEqual([standardDeviation(moments, 700), Number.NaN]);
  });

  it('is refused where a compare tile is expected', async () => {
    const image = await reopened(await encodeCog(summaryCogSpec(moments, 's2mp-s1s2', place)));
    await expect(readPairMoments(image)).rejects.toThrow(StatisticsTileError);
    await expect(readPairMoments(image)).rejects.toThrow(
      'N43E003.tif: it is summary of 112 × 112, 4 bands, float64, not compare of 112 × 112, 13 bands, float64',
    );
  });
});
