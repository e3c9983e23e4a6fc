import { expect, test } from 'vitest';
import { normalQuantiles, speckleAmplitudes } from '../../../lib/simulate/quantile-tables.ts';

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

test('normal deviates have mean 0, variance 1 and the tabulated quantiles of the normal distribution', () => {
  const z = [...normalQuantiles()];
  expect(mean(z)).toBeCloseTo(0, 6);
  expect(mean(z.map((x) => x * x))).toBeCloseTo(1, 6);
  // Abramowitz & Stegun, table 26.1: P(0.6745) = 0.75, P(1.9600) = 0.975
  expect(z[Math.round(0.75 * z.length)]).toBeCloseTo(0.6745, 2);
  expect(z[Math.round(0.975 * z.length)]).toBeCloseTo(1.96, 2);
});

test('speckle of one look is exponential, of many looks has power variance 1/L, always with mean power 1', () => {
  const power = (looks: number) => [...speckleAmplitudes(looks)].map((a) => a * a);
  const single = power(1);
  expect(mean(single)).toBeCloseTo(1, 6);
  // the exponential distribution has its median at ln 2
  expect(single[single.length / 2]).toBeCloseTo(Math.LN2, 2);
  const speckle = power(4.4);
  expect(mean(speckle)).toBeCloseTo(1, 6);
  expect(mean(speckle.map((p) => (p - 1) ** 2)) * 4.4).toBeCloseTo(1, 1);
});
