import { describe, expect, it } from 'vitest';
import { DEFAULT_FORWARD_PARAMETERS } from '../../../lib/s2mp/forward-parameters.ts';
import { optimalCorrelationLengthCm, waveNumberPerCm } from '../../../lib/s2mp/iem-b.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

describe('IEM_B', () => {
  it.each([
    { thetaDeg: 40, hrmsCm: 1, vv: 4.623, hh: 4.718 },
    { thetaDeg: 30, hrmsCm: 2, vv: 11.821, hh: 13.045 },
  ])('fits the correlation length of Baghdadi et al. 2006 at $thetaDeg°, Hrms $hrmsCm cm', (check) => {
    const length = (polarisation: 'VV' | 'HH') =>
      optimalCorrelationLengthCm(polarisation, radians(check.thetaDeg), check.hrmsCm, DEFAULT_FORWARD_PARAMETERS);
    expect(length('VV')).toBeCloseTo(check.vv, 3);
    expect(length('HH')).toBeCloseTo(check.hh, 3);
  });

  it('has the wave number of Sentinel-1', () => {
    expect(waveNumberPerCm(5.405)).toBeCloseTo(1.1328, 4);
  });
});
