import { describe, expect, it } from 'vitest';
import { mironovPermittivity } from '../../../lib/s2mp/mironov-dielectric.ts';

describe('mironovPermittivity', () => {
  it.each([
    // Independent implementation of the published formulas.
    { sm: 0.2, re: 9.482, im: -1.9227 },
    { sm: 0.05, re: 3.4834, im: -0.3762 },
  ])('gives the published permittivity at 5.405 GHz for clay 20 %, SM $sm', ({ sm, re, im }) => {
    const permittivity = mironovPermittivity(sm, 20, 5.405);
    expect(permittivity.re).toBeCloseTo(re, 3);
    expect(permittivity.im).toBeCloseTo(im, 3);
  });

  it('is continuous where bound water is saturated', () => {
    const saturation = 0.02863 + 0.30673e-2 * 25;
    const below = mironovPermittivity(saturation - 1e-9, 25, 5.405);
    const above = mironovPermittivity(saturation + 1e-9, 25, 5.405);
    expect(above.re).toBeCloseTo(below.re, 6);
    expect(above.im).toBeCloseTo(below.im, 6);
  });
});
