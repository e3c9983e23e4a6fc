import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareMonth, type TilePair } from '../../../lib/statistics/compare-month.ts';
import { foldPairMonths, foldSampleMonths } from '../../../lib/statistics/fold-months.ts';
import { TILE_CELLS } from '../../../lib/statistics/map-tiles.ts';
import {
  createPairMoments,
  mergePairMoments,
  PAIR_MOMENT_NAMES,
  type PairMoments,
} from '../../../lib/statistics/pair-moments.ts';
import { type SampleMoments, standardDeviation } from '../../../lib/statistics/sample-moments.ts';
import { summarizeMonth, type TileMap } from '../../../lib/statistics/summarize-month.ts';

/** Soil moisture of a few cells of a tile, some of them absent; the rest of the tile is empty. */
const cells = fc.array(fc.option(fc.double({ min: 0.02, max: 0.4, noNaN: true }), { nil: Number.NaN }), {
  minLength: 6,
  maxLength: 6,
});
const onTile = (values: readonly number[]) => {
  const tile = new Float32Array(TILE_CELLS).fill(Number.NaN);
  tile.set(values, 5000);
  return tile;
};
const pairs = fc
  .array(fc.tuple(cells, cells), { minLength: 1, maxLength: 12 })
  .map((all): TilePair[] => all.map(([x, y], i) => ({ id: `item-${100 + i}`, x: onTile(x), y: onTile(y) })));

function expectClose(a: Float64Array, b: Float64Array): void {
  const worst = a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
  expect(worst).toBeLessThanOrEqual(1e-12);
}
function expectSameMoments(a: PairMoments, b: PairMoments): void {
  for (const name of PAIR_MOMENT_NAMES) expectClose(a[name], b[name]);
}

describe('compareMonth', () => {
  it('gives the same bits in whatever order the pairs come', () => {
    const shuffled = pairs.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(compareMonth(other)).toEqual(compareMonth(all));
      }),
      { numRuns: 25 },
    );
  });

  it('counts a cell only where both maps have a value', () => {
    const x = onTile([0.1, Number.NaN, 0.3, Number.NaN]);
    const y = onTile([0.2, 0.2, Number.NaN, Number.NaN]);
    const { n, meanX, meanY } = compareMonth([{ id: 'a', x, y }]);
    expect(Array.from(n.subarray(5000, 5004))).toEqual([1, 0, 0, 0]);
    expect(n.reduce((sum, value) => sum + value, 0)).toBe(1);
    expect([meanX[5000], meanY[5000]]).toEqual([Math.fround(0.1), Math.fround(0.2)]);
  });

  it('refuses an item that is listed twice', () => {
    const pair = { id: 'a', x: onTile([0.1]), y: onTile([0.2]) };
    expect(() => compareMonth([pair, pair])).toThrow('a is listed twice');
  });
});

describe('mergePairMoments', () => {
  it('is associative to 1e-12', () => {
    fc.assert(
      fc.property(pairs, pairs, pairs, (a, b, c) => {
        const [ma, mb, mc] = [compareMonth(a), compareMonth(b), compareMonth(c)];
        const left = createPairMoments(TILE_CELLS);
        for (const part of [ma, mb, mc]) mergePairMoments(left, part);
        const right = createPairMoments(TILE_CELLS);
        mergePairMoments(right, mb);
        mergePairMoments(right, mc);
        const nested = createPairMoments(TILE_CELLS);
        mergePairMoments(nested, ma);
        mergePairMoments(nested, right);
        expectSameMoments(nested, left);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the total of all months', () => {
  it('equals all pairs taken at once to 1e-12, whatever the order of the months', () => {
    fc.assert(
      fc.property(pairs, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 12, maxLength: 12 }), (all, monthOf) => {
        const months = ['2021-07', '2021-08', '2021-09'].map((id, month) => ({
          id,
          moments: compareMonth(all.filter((_, i) => monthOf[i] === month)),
        }));
        const total = foldPairMonths(months);
        expect(foldPairMonths([...months].reverse())).toEqual(total);
        expectSameMoments(total, compareMonth(all));
      }),
      { numRuns: 25 },
    );
  });

  it('equals all maps taken at once to 1e-12', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 12 }), (all, cut) => {
        const maps: TileMap[] = all.map(({ id, x }) => ({ id, values: x }));
        const months = [
          { id: '2021-08', moments: summarizeMonth(maps.slice(0, cut)) },
          { id: '2021-09', moments: summarizeMonth(maps.slice(cut)) },
        ];
        const total: SampleMoments = foldSampleMonths(months);
        const atOnce = summarizeMonth([...maps].reverse());
        expectClose(total.n, atOnce.n);
        expectClose(total.mean, atOnce.mean);
        expectClose(total.m2, atOnce.m2);
      }),
      { numRuns: 25 },
    );
  });
});

describe('summarizeMonth', () => {
  it('gives number, mean and standard deviation per cell', () => {
    const maps = [0.1, 0.2, 0.4].map((value, i) => ({ id: `i${i}`, values: onTile([value, Number.NaN]) }));
    const moments = summarizeMonth(maps);
    expect([moments.n[5000], moments.n[5001]]).toEqual([3, 0]);
    expect(moments.mean[5000]).toBeCloseTo(0.7 / 3, 7);
    // numpy.std([.1, .2, .4]) = 0.12472191289246472
    expect(standardDeviation(moments, 5000)).toBeCloseTo(0.12472191289246472, 7);
    expect(standardDeviation(moments, 5001)).toBeNaN();
  });
});
