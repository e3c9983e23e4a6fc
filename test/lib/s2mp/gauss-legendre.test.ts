import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../../../lib/s2mp/gauss-legendre.ts';

describe('gaussLegendre', () => {
  it.each([1, 2, 5, 12, 24])('integrates polynomials up to degree 2·%i − 1 exactly', (count) => {
    const { nodes, weights } = gaussLegendre(count, 1, 3);
    for (let degree = 0; degree < 2 * count; degree++) {
      const integral = nodes.reduce((sum, x, i) => sum + (weights[i] as number) * x ** degree, 0);
      const exact = (3 ** (degree + 1) - 1) / (degree + 1);
      expect(integral / exact).toBeCloseTo(1, 11);
    }
  });
});
