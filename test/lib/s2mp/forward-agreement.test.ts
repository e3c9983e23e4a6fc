import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardCsv } from '../../../lib/s2mp/forward-csv.ts';
import { DEFAULT_FORWARD_PARAMETERS } from '../../../lib/s2mp/forward-parameters.ts';
import { forwardSigma0 } from '../../../lib/s2mp/forward-sigma0.ts';
import { independentSigma0Db } from './independent-forward.ts';

const within = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const db = (power: number): number => 10 * Math.log10(power);

describe('forward model', () => {
  /**
   * Computed once with SMRT 1.7 (`smrt.interface.iem_fung92`, Gaussian correlation, 250 orders, lengths and wavelength
   * scaled by 100 so that its powers stay finite), with Lopt, permittivity and Water Cloud put around it in Python. It was
   * 0.0003 dB at most from ours, which is what 2.998e8 instead of 2.99792458e8 m/s for c amounts to.
   */
  it('agrees with the IEM of SMRT to 0.001 dB on 248 states, through CSV as the command takes it', async () => {
    const golden = readFileSync(new URL('forward-smrt.golden.csv', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    const split = golden.map((row) => ({
      state: row.slice(0, row.lastIndexOf(',')),
      sigma0: row.slice(row.lastIndexOf(',') + 1),
    }));
    async function* lines(): AsyncGenerator<string> {
      for (const { state } of split) yield state;
    }
    const rows: string[] = [];
    for await (const row of forwardCsv(lines())) rows.push(row);
    expect(rows.length).toBe(249);
    expect(rows[0]).toBe(golden[0]);
    for (const [i, row] of rows.entries()) {
      if (i === 0) continue;
      const { state, sigma0 } = split[i] ?? { state: '', sigma0: 'NaN' };
      expect(row.startsWith(`${state},`)).toBe(true);
      expect(row).toMatch(/\.\d{5,}$/);
      expect(Math.abs(Number(row.slice(state.length + 1)) - Number(sigma0)), state).toBeLessThan(0.001);
    }
  });

  it('agrees with an integral in space instead of a series, and with F_vv expanded, to 0.001 dB anywhere', () => {
    fc.assert(
      fc.property(
        ...([within(20, 47), within(0.5, 3.8), within(0.02, 0.4), within(0, 0.75)] as const),
        (theta, hrms, sm, ndvi) => {
          const expected = independentSigma0Db('VV', theta, hrms, sm, ndvi);
          expect(Math.abs(db(forwardSigma0(theta, hrms, sm, ndvi)) - expected)).toBeLessThan(0.001);
        },
      ),
      {
        numRuns: 60,
        examples: [
          [20, 3.8, 0.4, 0],
          [47, 0.5, 0.02, 0],
          [20, 3.8, 0.02, 0.75],
        ],
      },
    );
    fc.assert(
      fc.property(within(20, 47), within(0.5, 3.8), within(0.02, 0.4), (theta, hrms, sm) => {
        const ours = db(forwardSigma0(theta, hrms, sm, 0, DEFAULT_FORWARD_PARAMETERS, 'HH'));
        expect(Math.abs(ours - independentSigma0Db('HH', theta, hrms, sm, 0))).toBeLessThan(0.001);
      }),
      { numRuns: 30 },
    );
  });
});
