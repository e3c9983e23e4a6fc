import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FORWARD_PARAMETERS, parseForwardOverrides } from '../../../lib/s2mp/forward-parameters.ts';
import { forwardSigma0 } from '../../../lib/s2mp/forward-sigma0.ts';
import { InvalidForwardInputError } from '../../../lib/s2mp/invalid-forward-input.error.ts';

const db = (power: number): number => 10 * Math.log10(power);
const vv = (thetaDeg: number, hrmsCm: number, smVolPct: number, ndvi = 0, overrides: string[] = []): number =>
  db(forwardSigma0(thetaDeg, hrmsCm, smVolPct / 100, ndvi, parseForwardOverrides(overrides)));

describe('forwardSigma0', () => {
  it('gives the check values of the whole chain', () => {
    expect(vv(30, 1, 10)).toBeCloseTo(-11.3584, 3);
    expect(vv(30, 1, 25)).toBeCloseTo(-7.6982, 3);
    expect(db(forwardSigma0(40, 1, 0.25, 0, DEFAULT_FORWARD_PARAMETERS, 'HH'))).toBeCloseTo(-8.8718, 3);
  });

  it.each([
    { name: 'bare soil, 30°, Hrms 0.5 cm', at: [30, 0.5, 0], expected: [-14.24, -12.03, -9.3, -7.76, -6.79] },
    { name: 'bare soil, 30°, Hrms 2 cm', at: [30, 2, 0], expected: [-12.61, -10.32, -7.51, -5.93, -4.94] },
    { name: 'NDVI 0.2, 40°, Hrms 1 cm', at: [40, 1, 0.2], expected: [-16.38, -14.18, -11.31, -9.64, -8.58] },
    { name: 'NDVI 0.6, 40°, Hrms 1 cm', at: [40, 1, 0.6], expected: [-14.42, -13.5, -11.89, -10.74, -9.95] },
  ])('gives the published VV over SM 5–40 vol.%: $name', ({ at: [theta, hrms, ndvi], expected }) => {
    const computed = [5, 10, 20, 30, 40].map((sm) => vv(theta ?? 0, hrms ?? 0, sm, ndvi));
    for (const [i, value] of computed.entries())
      expect(Math.abs(value - (expected[i] ?? 0))).toBeLessThanOrEqual(0.0051);
  });

  it('has the published sensitivity to SM at 40°, Hrms 1 cm', () => {
    const slope = (sm: number): number => (vv(40, 1, sm + 0.01) - vv(40, 1, sm - 0.01)) / 0.02;
    expect([10, 20, 30].map((sm) => Number(slope(sm).toFixed(3)))).toEqual([0.42, 0.224, 0.135]);
  });

  it.each([
    { overrides: ['sandPercent=50', 'clayPercent=10'], shifts: [0.48, 0.41, 0.3] },
    { overrides: ['sandPercent=10', 'clayPercent=45'], shifts: [-0.71, -0.59, -0.39] },
    { overrides: ['dielectric=mironov'], shifts: [-0.5, -0.14, -0.1] },
  ])('shifts by the published dB with $overrides', ({ overrides, shifts }) => {
    const computed = [10, 20, 30].map((sm) => vv(40, 1, sm, 0, overrides) - vv(40, 1, sm));
    for (const [i, shift] of computed.entries()) expect(Math.abs(shift - (shifts[i] ?? 0))).toBeLessThanOrEqual(0.0051);
  });

  it('rises by the published dB with Fresnel coefficients at normal incidence', () => {
    const rise = (theta: number): number => vv(theta, 1, 20, 0, ['fresnelAngle=normal']) - vv(theta, 1, 20);
    expect(rise(20)).toBeCloseTo(0.36, 1);
    expect(rise(30)).toBeCloseTo(0.9, 1);
    expect(rise(40)).toBeCloseTo(1.75, 1);
  });

  it('rises with SM everywhere, and with Hrms but for the known dip of IEM_B on smooth, dry, flatly seen soil', () => {
    const state = fc.record({
      theta: fc.double({ min: 20, max: 42, noNaN: true }),
      hrms: fc.double({ min: 0.5, max: 3.7, noNaN: true }),
      sm: fc.double({ min: 2, max: 39, noNaN: true }),
      ndvi: fc.double({ min: 0, max: 0.75, noNaN: true }),
    });
    fc.assert(
      fc.property(state, ({ theta, hrms, sm, ndvi }) => {
        expect(vv(theta, hrms, sm + 1, ndvi)).toBeGreaterThan(vv(theta, hrms, sm, ndvi));
        const dipDb = theta > 36 && sm < 10 && hrms < 1 ? 0.1 : 0;
        expect(vv(theta, hrms + 0.1, sm)).toBeGreaterThan(vv(theta, hrms, sm) - dipDb);
      }),
    );
  });

  it('converges at the roughest, steepest corner, where ten terms would give −182 dB', () => {
    expect(vv(20, 3.8, 20) - vv(20, 0.5, 20)).toBeCloseTo(1.2, 0);
  });

  it.each([
    { name: 'angle of 0°', call: () => forwardSigma0(0, 1, 0.2, 0) },
    { name: 'angle of 90°', call: () => forwardSigma0(90, 1, 0.2, 0) },
    { name: 'no roughness', call: () => forwardSigma0(30, 0, 0.2, 0) },
    { name: 'SM in vol.%', call: () => forwardSigma0(30, 1, 20, 0) },
    { name: 'negative NDVI', call: () => forwardSigma0(30, 1, 0.2, -0.1) },
    { name: 'a roughness of a kilometre', call: () => forwardSigma0(30, 1e5, 0.2, 0) },
    { name: 'a view from above, where σ0 vanishes', call: () => forwardSigma0(0.001, 1, 0.25, 0) },
    { name: 'NaN', call: () => forwardSigma0(Number.NaN, 1, 0.2, 0) },
    { name: 'HH under vegetation', call: () => forwardSigma0(30, 1, 0.2, 0.3, DEFAULT_FORWARD_PARAMETERS, 'HH') },
  ])('refuses $name', ({ call }) => {
    expect(call).toThrow(InvalidForwardInputError);
  });
});
