import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRIC_STATUS } from '../../../lib/statistics/metric-status.ts';
import { pairMetrics } from '../../../lib/statistics/pair-metrics.ts';
import { addPair, createPairMoments } from '../../../lib/statistics/pair-moments.ts';

function metricsOf(pairs: readonly (readonly [number, number])[]) {
  const moments = createPairMoments(1);
  for (const [x, y] of pairs) addPair(moments, 0, x, y);
  return pairMetrics(moments, 0);
}

const series = (n: number, x: (i: number) => number, y: (i: number) => number) =>
  Array.from({ length: n }, (_, i) => [x(i), y(i)] as const);

/**
 * Computed once with pytesmo 0.18.1 (`metrics.pairwise`: pearson_r, bias, ubrmsd, rmsd) and SciPy 1.17.1
 * (`stats.pearsonr` for p) on numpy float64 arrays of the same formulas.
 */
const PYTESMO = [
  {
    name: 'a year of two similar products',
    pairs: series(
      365,
      (i) => 0.2 + 0.1 * Math.sin(i),
      (i) => 0.18 + 0.08 * Math.sin(i + 0.4) + 0.01 * Math.cos(7 * i),
    ),
    r: 0.9138205165014134,
    p: 3.99453667665603e-144,
    bias: 0.01994757411917901,
    ubrmsd: 0.02964479129448903,
    rmsd: 0.035731209945004,
  },
  {
    name: 'weak correlation',
    pairs: series(
      40,
      (i) => 0.2 + 0.1 * Math.sin(i * i),
      (i) => 0.25 + 0.1 * Math.cos(3 * i),
    ),
    r: 0.11586211491593129,
    p: 0.4764999432447798,
    bias: -0.0603675828947803,
    ubrmsd: 0.09085320619593791,
    rmsd: 0.10908047552444837,
  },
  {
    name: 'anticorrelation',
    pairs: series(
      12,
      (i) => 0.2 + 0.1 * Math.sin(i),
      (i) => 0.2 - 0.1 * Math.sin(i) + 0.02 * Math.cos(5 * i),
    ),
    r: -0.9900832338944497,
    p: 7.428640307908329e-10,
    bias: 0.004886263454587742,
    ubrmsd: 0.15008768777677423,
    rmsd: 0.15016720545021175,
  },
  {
    name: 'three pairs',
    pairs: [[0.12, 0.15] as const, [0.31, 0.28] as const, [0.22, 0.19] as const],
    r: 0.9691865021405974,
    p: 0.15844814268859012,
    bias: 0.00999999999999999,
    ubrmsd: 0.02828427124746189,
    rmsd: 0.029999999999999992,
  },
  {
    name: 'differences a million times smaller than the values',
    pairs: series(
      50,
      (i) => 0.2 + 0.1 * Math.sin(i),
      (i) => 0.2 + 0.1 * Math.sin(i) + 1e-7 * Math.cos(5 * i),
    ),
    r: 0.9999999999994935,
    p: 1.5608091767995037e-289,
    bias: -2.0582072116082094e-9,
    ubrmsd: 7.13924008131823e-8,
    rmsd: 7.142206319335774e-8,
  },
  {
    name: 'an offset a million times larger than the spread',
    pairs: series(
      50,
      (i) => 1e6 + Math.sin(i),
      (i) => 1e6 + 0.5 + Math.cos(i),
    ),
    r: 0.0059769641110980236,
    p: 0.9671405260496627,
    bias: -0.492282559145242,
    ubrmsd: 0.9969918476796854,
    rmsd: 1.1119059593231533,
  },
];

describe('pairMetrics', () => {
  it.each(PYTESMO)('equals pytesmo to 1e-9: $name', ({ pairs, r, p, bias, ubrmsd, rmsd }) => {
    const found = metricsOf(pairs);
    for (const [value, golden] of [
      [found.r, r],
      [found.p, p],
      [found.bias, bias],
      [found.ubrmsd, ubrmsd],
      [found.rmsd, rmsd],
    ] as const) {
      expect(Math.abs(value - golden)).toBeLessThanOrEqual(1e-9);
    }
    // Far smaller than 1e-9, so p and the tiny differences are held to a relative tolerance as well.
    expect(Math.abs(found.ubrmsd / ubrmsd - 1)).toBeLessThan(1e-7);
  });

  it('states the sign of the bias: x minus y', () => {
    expect(metricsOf([[0.3, 0.1]]).bias).toBeCloseTo(0.2, 15);
  });

  it('knows nothing of no pairs', () => {
    const undefinedMetrics = { r: Number.NaN, p: Number.NaN, bias: Number.NaN, ubrmsd: Number.NaN, rmsd: Number.NaN };
    const status = METRIC_STATUS.fewPairs | METRIC_STATUS.zeroVariance;
    expect(metricsOf([])).toEqual({ n: 0, ...undefinedMetrics, status });
  });

  it('leaves R undefined when a side does not vary, and says so', () => {
    const constant = Array.from({ length: 20 }, (_, i) => [0.1, i / 100] as const);
    const { r, p, status, bias } = metricsOf(constant);
    expect({ r, p, status }).toEqual({ r: Number.NaN, p: Number.NaN, status: METRIC_STATUS.zeroVariance });
    expect(bias).toBeCloseTo(0.1 - 0.095, 14);
  });

  it.each([
    [9, METRIC_STATUS.fewPairs],
    [10, 0],
  ])('with %i pairs has status %i', (n, status) => {
    expect(metricsOf(Array.from({ length: n }, (_, i) => [i, i * i] as const)).status).toBe(status);
  });

  it('calls two pairs a perfect but insignificant correlation, as SciPy does', () => {
    const { r, p } = metricsOf([
      [0.125, 0.5],
      [0.25, 0.375],
    ]);
    expect(r).toBeCloseTo(-1, 14);
    expect(p).toBe(1);
  });

  it('agrees with the defining sums on any data', () => {
    const value = fc.double({ min: 0.02, max: 0.4, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 60 }), (pairs) => {
        const n = pairs.length;
        const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / n;
        const x = pairs.map(([a]) => a);
        const y = pairs.map(([, b]) => b);
        const d = pairs.map(([a, b]) => a - b);
        const found = metricsOf(pairs);
        expect(found.bias).toBeCloseTo(mean(x) - mean(y), 12);
        expect(found.rmsd).toBeCloseTo(Math.sqrt(mean(d.map((v) => v * v))), 9);
        expect(found.ubrmsd ** 2).toBeCloseTo(mean(d.map((v) => (v - mean(d)) ** 2)), 12);
        expect(found.rmsd ** 2).toBeCloseTo(found.bias ** 2 + found.ubrmsd ** 2, 12);
        expect(Math.abs(Number.isNaN(found.r) ? 0 : found.r)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
