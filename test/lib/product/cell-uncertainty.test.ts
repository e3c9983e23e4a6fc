import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellUncertainty } from '../../../lib/product/cell-uncertainty.ts';

const list = fc.array(fc.double({ min: 1e-3, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 81 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const of = (values: number[], rho: number) =>
  cellUncertainty(values.length, sum(values), sum(values.map((u) => u * u)), rho);

describe('cellUncertainty', () => {
  it.each([
    // By hand: √((1 − ρ)(0.03² + 0.04²) + ρ 0.07²) / 2.
    [[0.03, 0.04], 0, 0.025],
    [[0.03, 0.04], 1, 0.035],
    [[0.03, 0.04], 0.5, Math.sqrt(0.0037) / 2],
    [[0.06], 0.3, 0.06],
    [new Array(81).fill(0.09), 0, 0.01],
  ])('of %j with correlation %f', (values, rho, expected) => {
    expect(of(values, rho)).toBeCloseTo(expected, 12);
  });

  it('equals the double sum over the covariances', () => {
    fc.assert(
      fc.property(list, share, (values, rho) => {
        const covariances = values.flatMap((a, i) => values.map((b, j) => a * b * (i === j ? 1 : rho)));
        expect(of(values, rho)).toBeCloseTo(Math.sqrt(sum(covariances)) / values.length, 12);
      }),
    );
  });

  it('lies between independent and common errors and grows with the correlation', () => {
    fc.assert(
      fc.property(list, share, share, (values, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const slack = 1e-12;
        expect(of(values, low)).toBeLessThanOrEqual(of(values, high) + slack);
        expect(of(values, 0)).toBeLessThanOrEqual(of(values, low) + slack);
        expect(of(values, high)).toBeLessThanOrEqual(sum(values) / values.length + slack);
      }),
    );
  });
});
