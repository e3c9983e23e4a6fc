import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseForwardOverrides } from '../../../lib/s2mp/forward-parameters.ts';
import { forwardSigma0 } from '../../../lib/s2mp/forward-sigma0.ts';
import { createForwardTable } from '../../../lib/s2mp/forward-table.ts';

const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const db = (power: number): number => 10 * Math.log10(power);

describe('createForwardTable', () => {
  it('is within 0.001 dB of the series over the whole training range and a little beyond', () => {
    const table = createForwardTable();
    fc.assert(
      fc.property(within(19, 48), within(0.4, 3.9), within(0.01, 0.45), within(0, 1.2), (theta, hrms, sm, ndvi) => {
        const error = db(table.sigma0(theta, hrms, sm, ndvi)) - db(forwardSigma0(theta, hrms, sm, ndvi));
        expect(Math.abs(error)).toBeLessThan(0.0025);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(within(20, 47), within(0.5, 3.8), within(0.02, 0.4), within(0, 0.75), (theta, hrms, sm, ndvi) => {
        const error = db(table.sigma0(theta, hrms, sm, ndvi)) - db(forwardSigma0(theta, hrms, sm, ndvi));
        expect(Math.abs(error)).toBeLessThan(0.001);
      }),
      { numRuns: 5000 },
    );
  });

  it('answers outside of the table by the series itself', () => {
    const table = createForwardTable();
    expect(table.sigma0(60, 1, 0.2, 0.3)).toBe(forwardSigma0(60, 1, 0.2, 0.3));
    expect(table.sigma0(30, 6, 0.2, 0.3)).toBe(forwardSigma0(30, 6, 0.2, 0.3));
    expect(table.sigma0(30, 1, 0.6, 0.3)).toBe(forwardSigma0(30, 1, 0.6, 0.3));
    expect(() => table.sigma0(Number.NaN, 1, 0.2, 0.3)).toThrow('incidence angle');
  });

  it('follows the parameters that it is made with', () => {
    const parameters = parseForwardOverrides(['dielectric=mironov', 'waterCloudB=0.3']);
    const table = createForwardTable(parameters);
    expect(db(table.sigma0(37.2, 1.13, 0.234, 0.41))).toBeCloseTo(
      db(forwardSigma0(37.2, 1.13, 0.234, 0.41, parameters)),
      3,
    );
  });
});
