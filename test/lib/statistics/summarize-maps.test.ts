import { describe, expect, it } from 'vitest';
import { distributionOf } from '../../../lib/statistics/distribution.ts';
import { dominantClasses } from '../../../lib/statistics/dominant-class.ts';
import { createMonthSummary, type SummarizedMap } from '../../../lib/statistics/summarize-maps.ts';
import { summaryDocument, summaryDocumentSchema } from '../../../lib/statistics/summary-document.ts';

const SEVEN = [0.31, 0.05, 0.2, 0.11, 0.4, 0.07, 0.25];

describe('distributionOf', () => {
  it("equals numpy's percentile and std", () => {
    // numpy 2.4.6: np.percentile(SEVEN, [5, 25, 50, 75, 95]), np.std(SEVEN); mean 1.39 / 7.
    const { percentiles, sd, mean, coverage, n, cells } = distributionOf(Float64Array.from(SEVEN), 28);
    expect({ n, cells, coverage }).toEqual({ n: 7, cells: 28, coverage: 0.25 });
    expect(mean).toBeCloseTo(1.39 / 7, 14);
    expect(sd).toBeCloseTo(0.12076288117376033, 14);
    const golden = [0.05600000000000001, 0.09, 0.2, 0.28, 0.37299999999999994];
    Object.values(percentiles ?? {}).forEach((value, i) => {
      expect(value).toBeCloseTo(golden[i] as number, 14);
    });
    expect(Object.keys(percentiles ?? {})).toEqual(['p5', 'p25', 'p50', 'p75', 'p95']);
  });

  it('of one value is that value without a spread', () => {
    const all = { p5: 0.5, p25: 0.5, p50: 0.5, p75: 0.5, p95: 0.5 };
    expect(distributionOf(new Float64Array([0.5]), 1)).toEqual({
      cells: 1,
      n: 1,
      coverage: 1,
      mean: 0.5,
      sd: 0,
      percentiles: all,
    });
  });

  it('of nothing is null', () => {
    const none = { coverage: null, mean: null, sd: null, percentiles: null };
    expect(distributionOf(new Float64Array(0), 0)).toEqual({ cells: 0, n: 0, ...none });
  });
});

/** Two by one cells: cropland, and cropland with 21 pixels of town. Eighths, so that sums are exact. */
function mapOf(id: string, sm: readonly number[], qa: readonly number[]): SummarizedMap {
  const classes = new Uint8Array(162).fill(40);
  for (let i = 0; i < 21; i++) classes[Math.floor(i / 9) * 18 + 9 + (i % 9)] = 50;
  const window = { perDegree: 112, column: 183 * 112, row: 46 * 112, width: 2, height: 1 } as const;
  const dominant = dominantClasses(classes, 2, 1);
  return { id, run: `run-${id}`, window, sm: Float32Array.from(sm), qa: Uint16Array.from(qa), dominant };
}

const spread = (value: number) => ({ p5: value, p25: value, p50: value, p75: value, p95: value });

describe('createMonthSummary', () => {
  it('summarizes each map, and all of them as one sample, per land-cover class', () => {
    const month = createMonthSummary([]);
    month.add(mapOf('a', [0.125, 0.375], [0, 64]));
    month.add(mapOf('b', [0.25, Number.NaN], [0, 2]));
    const { items, groups } = month.finish();

    const only = (value: number) => ({ n: 1, mean: value, sd: 0, percentiles: spread(value) });
    const all = { region: 'map', landcover: null, name: 'all', cover: 'all' };
    const mixed = { region: 'map', landcover: 40, name: 'cropland', cover: 'M' };
    const homogeneous = { ...mixed, cover: 'H' };
    expect(items).toEqual(
      [
        ['a', 0.125],
        ['b', 0.25],
      ].map(([id, value]) => ({
        id,
        run: `run-${id}`,
        groups: [
          { ...all, cells: 2, coverage: 0.5, ...only(value as number) },
          { ...mixed, cells: 2, coverage: 0.5, ...only(value as number) },
          { ...homogeneous, cells: 1, coverage: 1, ...only(value as number) },
        ],
      })),
    );
    const percentiles = { p5: 0.13125, p25: 0.15625, p50: 0.1875, p75: 0.21875, p95: 0.24375 };
    const two = { n: 2, mean: 0.1875, sd: 0.0625, percentiles };
    expect(groups).toEqual([
      { ...all, cells: 4, coverage: 0.5, ...two },
      { ...mixed, cells: 4, coverage: 0.5, ...two },
      { ...homogeneous, cells: 2, coverage: 1, ...two },
    ]);
  });

  it('reports the regions that are configured, in their order', () => {
    const west = { name: 'west', bbox: [3, 43, 3 + 1 / 112, 44] as const };
    const nowhere = { name: 'nowhere', bbox: [10, 43, 11, 44] as const };
    const month = createMonthSummary([nowhere, west]);
    month.add(mapOf('a', [0.125, 0.375], [0, 0]));
    expect(month.finish().groups.map(({ region, cover, cells, n, mean }) => [region, cover, cells, n, mean])).toEqual([
      ['nowhere', 'all', 0, 0, null],
      ['west', 'all', 1, 1, 0.125],
      ['west', 'M', 1, 1, 0.125],
      ['west', 'H', 1, 1, 0.125],
    ]);
  });

  it('refuses maps out of order, so that the order of arrival cannot show', () => {
    const month = createMonthSummary([]);
    month.add(mapOf('b', [0.1, 0.1], [0, 0]));
    expect(() => month.add(mapOf('a', [0.1, 0.1], [0, 0]))).toThrow('a was added after b');
  });
});

describe('summaryDocument', () => {
  it('survives being written and read', () => {
    const month = createMonthSummary([]);
    month.add(mapOf('a', [0.125, Number.NaN], [0, 1]));
    const document = summaryDocument('s2mp-s1s2', '2021-08', month.finish(), ['N43E004', 'N43E003']);
    expect(document.tiles).toEqual(['N43E003', 'N43E004']);
    expect(summaryDocumentSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });
});
