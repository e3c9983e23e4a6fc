import { describe, expect, it } from 'vitest';
import { scoreAgainstTruth } from '../../../lib/statistics/score-against-truth.ts';

const cells = (
  rows: readonly (readonly [sm: number, uncertainty: number, qa: number, ndvi: number, truth: number])[],
) => ({
  sm: Float32Array.from(rows, ([sm]) => sm),
  uncertainty: Float32Array.from(rows, ([, u]) => u),
  qa: Uint16Array.from(rows, ([, , qa]) => qa),
  ndvi: Float32Array.from(rows, ([, , , ndvi]) => ndvi),
  truth: Float32Array.from(rows, ([, , , , truth]) => truth),
});

describe('scoreAgainstTruth', () => {
  it('scores recommended cells with NDVI below 0.7 only, all maps as one sample', () => {
    // All values are sums of powers of two, so the expected ones are exact by hand.
    const first = cells([
      [0.25, 0.125, 0, 0.5, 0.125], // error 0.125 = 1 σ: inside
      [0.25, 0.0625, 0, 0.5, 0.375], // error −0.125 = 2 σ: outside
      [0.5, 0.1, 8, 0.5, 0], // flagged
      [0.5, 0.1, 0, 0.75, 0], // dense vegetation
      [0.5, 0.1, 0, Number.NaN, 0], // no NDVI
      [Number.NaN, Number.NaN, 0, 0.5, 0],
      [0.5, 0.1, 0, 0.5, Number.NaN],
    ]);
    const second = cells([
      [0.375, 0.25, 0, 0.25, 0.25], // error 0.125
      [0.125, 0.25, 0, 0.25, 0.25], // error −0.125
    ]);
    const score = scoreAgainstTruth([first, second]);
    // Errors ±⅛: bias 0, ubRMSD ⅛. Truth ⅛, ⅜, ¼, ¼: SD √(2·(⅛)²/4). Deviations of x: 0, 0, ⅛, −⅛ where truth is ¼ = its mean.
    expect(score).toEqual({ n: 4, r: 0, bias: 0, ubrmsd: 0.125, withinOneSigma: 0.75, truthSd: Math.sqrt(2 / 64 / 4) });
  });

  it('is undefined without a scored cell', () => {
    const nothing = {
      r: Number.NaN,
      bias: Number.NaN,
      ubrmsd: Number.NaN,
      withinOneSigma: Number.NaN,
      truthSd: Number.NaN,
    };
    expect(scoreAgainstTruth([cells([[0.1, 0.1, 1, 0.1, 0.1]])])).toEqual({ n: 0, ...nothing });
  });
});
