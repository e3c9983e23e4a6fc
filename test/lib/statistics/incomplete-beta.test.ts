import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../../lib/statistics/incomplete-beta.ts';
import { logGamma } from '../../../lib/statistics/log-gamma.ts';

describe('incompleteBeta', () => {
  // SciPy 1.17.1 special.betainc; the first and the last have closed forms too: 1 − √½, and a polynomial in 1/5.
  it.each([
    [0.5, 1, 0.5, 0.2928932188134525],
    [0.1, 2.5, 0.5, 0.001114437541507422],
    [0.999, 100, 0.5, 0.6550435163244294],
    [0.999999, 1e5, 0.5, 0.6547211688821903],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.2, 3, 7, 0.26180249600000016],
    [0.3, 1e4, 0.5, 0],
    [0, 2, 3, 0],
    [1, 2, 3, 1],
  ])('at x = %d, a = %d, b = %d is %d', (x, a, b, expected) => {
    expect(Math.abs(incompleteBeta(x, 1 - x, a, b) - expected)).toBeLessThanOrEqual(1e-11);
  });
});

describe('logGamma', () => {
  // SciPy 1.17.1 special.gammaln; ½: ln √π, 3: ln 2.
  it.each([
    [0.5, Math.log(Math.PI) / 2],
    [1, 0],
    [1.5, -0.12078223763524526],
    [3, Math.LN2],
    [14.9, 24.924132002217277],
    [15, 25.191221182738683],
    [100.5, 361.43554046777757],
    [1e6, 12815504.569147611],
  ])('of %d is %d', (x, expected) => {
    expect(Math.abs(logGamma(x) - expected)).toBeLessThanOrEqual(2e-14 * Math.max(1, Math.abs(expected)));
  });
});
