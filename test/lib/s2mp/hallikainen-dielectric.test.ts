import { describe, expect, it } from 'vitest';
import { hallikainenPermittivity } from '../../../lib/s2mp/hallikainen-dielectric.ts';

describe('hallikainenPermittivity', () => {
  it.each([
    // Computed from table II of the paper by independent code; ε″ is the negative imaginary part.
    { sm: 0.2, sand: 20, clay: 20, re: 9.3591, im: -1.5746 },
    { sm: 0.05, sand: 30, clay: 25, re: 3.547, im: -0.222 },
    { sm: 0.1, sand: 30, clay: 25, re: 5.0694, im: -0.5596 },
    { sm: 0.25, sand: 30, clay: 25, re: 12.2562, im: -2.4734 },
    { sm: 0.35, sand: 30, clay: 25, re: 19.2312, im: -4.4989 },
  ])(
    'gives the published permittivity at 5.405 GHz for SM $sm, sand $sand, clay $clay',
    ({ sm, sand, clay, re, im }) => {
      const permittivity = hallikainenPermittivity(sm, sand, clay, 5.405);
      expect(permittivity.re).toBeCloseTo(re, 3);
      expect(permittivity.im).toBeCloseTo(im, 3);
    },
  );

  it('equals the table rows at their own frequencies', () => {
    // 4 GHz row by hand for dry soil without sand and clay: the constants a0.
    expect(hallikainenPermittivity(0, 0, 0, 4)).toEqual({ re: 2.927, im: -0.004 });
    expect(hallikainenPermittivity(0, 0, 0, 6).re).toBeCloseTo(1.993, 12);
    expect(hallikainenPermittivity(0, 0, 0, 6).im).toBeCloseTo(0.123, 12);
  });
});
