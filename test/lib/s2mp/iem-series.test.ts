import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complex } from '../../../lib/s2mp/complex.ts';
import { iemBSigma0, waveNumberPerCm } from '../../../lib/s2mp/iem-b.ts';
import { iemField, type Polarisation } from '../../../lib/s2mp/iem-field.ts';
import { iemSeries, type RoughSurface } from '../../../lib/s2mp/iem-series.ts';

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

function sigma0Db(
  polarisation: Polarisation,
  frequencyGHz: number,
  thetaDeg: number,
  surface: RoughSurface,
  permittivity: { re: number; im: number },
): number {
  const theta = radians(thetaDeg);
  const series = iemSeries(waveNumberPerCm(frequencyGHz), theta, surface);
  return 10 * Math.log10(iemBSigma0(series, iemField(polarisation, theta, permittivity)));
}

describe('single-scattering IEM', () => {
  it('agrees with a published unit test of another implementation (exponential, 2.2 GHz)', () => {
    const surface: RoughSurface = { hrmsCm: 0.429, correlationLengthCm: 3, correlation: 'exponential' };
    expect(Math.abs(sigma0Db('VV', 2.2, 30, surface, complex(3, 0.1)) + 20.25297)).toBeLessThan(0.01);
    expect(Math.abs(sigma0Db('HH', 2.2, 30, surface, complex(3, 0.1)) + 22.10328)).toBeLessThan(0.01);
  });

  it.each([
    { permittivity: complex(12, -2), thetaDeg: 20, hrmsCm: 0.5, correlationLengthCm: 6, vv: -5.9742, hh: -6.5353 },
    { permittivity: complex(12, -2), thetaDeg: 30, hrmsCm: 1, correlationLengthCm: 6.5, vv: -7.668, hh: -7.1145 },
    { permittivity: complex(5, -0.5), thetaDeg: 30, hrmsCm: 1, correlationLengthCm: 6.5, vv: -11.3177, hh: -9.9475 },
  ])('gives the check values of three independent formulations: $thetaDeg°, Hrms $hrmsCm cm', (check) => {
    const surface: RoughSurface = { ...check, correlation: 'gaussian' };
    expect(sigma0Db('VV', 5.405, check.thetaDeg, surface, check.permittivity)).toBeCloseTo(check.vv, 3);
    expect(sigma0Db('HH', 5.405, check.thetaDeg, surface, check.permittivity)).toBeCloseTo(check.hh, 3);
  });

  it('does not depend on the sign convention of the imaginary part', () => {
    const surface: RoughSurface = { hrmsCm: 1.5, correlationLengthCm: 7, correlation: 'gaussian' };
    for (const polarisation of ['VV', 'HH'] as const) {
      expect(sigma0Db(polarisation, 5.405, 40, surface, complex(9, 2))).toBeCloseTo(
        sigma0Db(polarisation, 5.405, 40, surface, complex(9, -2)),
        10,
      );
    }
  });

  it('sums as many terms as it takes: 400 terms by factors instead of logarithms give the same', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 20, max: 47, noNaN: true }),
        fc.double({ min: 0.5, max: 3.8, noNaN: true }),
        fc.double({ min: 2, max: 15, noNaN: true }),
        (thetaDeg, hrmsCm, correlationLengthCm) => {
          const theta = radians(thetaDeg);
          const k = waveNumberPerCm(5.405);
          const series = iemSeries(k, theta, { hrmsCm, correlationLengthCm, correlation: 'gaussian' });
          const x = (2 * k * Math.cos(theta) * hrmsCm) ** 2;
          let factor = Math.exp(-x);
          let sum = 0;
          for (let n = 1; n <= 400; n++) {
            factor *= x / n;
            const spectrum =
              (correlationLengthCm ** 2 / (2 * n)) * Math.exp(-((k * correlationLengthCm * Math.sin(theta)) ** 2) / n);
            sum += factor * spectrum;
          }
          expect(series.kirchhoff / ((k * k * sum) / 2)).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 50 },
    );
  });
});
