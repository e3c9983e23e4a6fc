import { describe, expect, it } from 'vitest';
import { errorCorrelation, sameParcelProbability } from '../../../lib/s2mp/error-correlation.ts';
import { estimateErrorShares } from '../../../lib/s2mp/estimate-error-shares.ts';
import { createForwardTable } from '../../../lib/s2mp/forward-table.ts';
import { evaluateNetwork, type NetworkWeights } from '../../../lib/s2mp/network-weights.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';
import { REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

/** SM linear in σ0 (0.02 m³ m⁻³ per dB), so that the errors can be decomposed by hand. */
const linear: NetworkWeights = {
  inputLow: [-40, 20, 0],
  inputHigh: [10, 47, 1.2],
  inputCenter: [-10, 33.5, 0.375],
  inputScale: [1, 1, 1],
  sm: { shape: [3, 1], parameters: Float64Array.of(0.02, 0, 0, 0.2) },
  logUncertainty: { shape: [3, 1], parameters: Float64Array.of(0, 0, 0, -3) },
};

describe('estimateErrorShares', () => {
  const shares = estimateErrorShares(REFERENCE_PROBLEM, linear, 200_000, 3);

  it('leaves exactly the noise to the single pixel: the variance of 0.02 · 0.75 dB for a linear network', () => {
    const random = seededRandom(8, 'noise share');
    const table = createForwardTable();
    const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
    const errors = Float64Array.from({ length: 200_000 }, () => {
      const sm = within(REFERENCE_PROBLEM.smM3M3);
      const sigma0 = table.sigma0(
        within(REFERENCE_PROBLEM.incidenceDeg),
        within(REFERENCE_PROBLEM.hrmsCm),
        sm,
        within(REFERENCE_PROBLEM.ndvi),
      );
      const db = 10 * Math.log10(sigma0) + 0.75 * random.normal();
      return (evaluateNetwork(linear, [db], [30], [0.3]).sm[0] as number) - sm;
    });
    const mean = errors.reduce((sum, value) => sum + value, 0) / errors.length;
    const variance = errors.reduce((sum, value) => sum + (value - mean) ** 2, 0) / errors.length;
    expect(1 - shares.soilMoisture - shares.roughness - shares.ndvi).toBeCloseTo((0.02 * 0.75) ** 2 / variance, 1.5);
  });

  it('gives NDVI no share in a network that does not look at it', () => {
    expect(shares.ndvi).toBeCloseTo(0, 2);
  });

  it('agrees with nested sampling of the mean error given SM, angle and NDVI', () => {
    const random = seededRandom(8, 'nested');
    const table = createForwardTable();
    const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
    const outer = 4000;
    const inner = 60;
    let total = 0;
    let totalSquares = 0;
    let between = 0;
    for (let i = 0; i < outer; i++) {
      const [theta, sm, ndvi] = [
        within(REFERENCE_PROBLEM.incidenceDeg),
        within(REFERENCE_PROBLEM.smM3M3),
        within(REFERENCE_PROBLEM.ndvi),
      ];
      let mean = 0;
      let squares = 0;
      for (let j = 0; j < inner; j++) {
        const db =
          10 * Math.log10(table.sigma0(theta, within(REFERENCE_PROBLEM.hrmsCm), sm, ndvi)) + 0.75 * random.normal();
        const error = 0.2 + 0.02 * (db + 10) - sm;
        mean += error / inner;
        squares += error * error;
      }
      total += mean;
      totalSquares += squares / inner;
      // The mean of 60 still carries 1/60 of the variance within.
      between += mean * mean - (squares / inner - mean * mean) / (inner - 1);
    }
    const variance = totalSquares / outer - (total / outer) ** 2;
    const common = between / outer - (total / outer) ** 2;
    expect(shares.soilMoisture).toBeCloseTo(common / variance, 1.5);
  });
});

describe('errorCorrelation', () => {
  it('takes the whole share of SM and the share of roughness as often as parcels are shared', () => {
    const shares = { soilMoisture: 0.3, roughness: 0.2, ndvi: 0.05 };
    expect(errorCorrelation(shares, 0)).toBe(0.3);
    expect(errorCorrelation(shares, 1)).toBe(0.5);
    expect(errorCorrelation(shares, 0.25)).toBeCloseTo(0.35, 12);
  });

  it('adds the error of NDVI where the whole cell has one', () => {
    expect(errorCorrelation({ soilMoisture: 0.3, roughness: 0.2, ndvi: 0.05 }, 0, true)).toBeCloseTo(0.35, 12);
  });

  it('counts pairs of pixels: by brute force over a cell of nine parcels of 3 × 3 pixels', () => {
    let same = 0;
    let pairs = 0;
    const parcel = (pixel: number): number => 3 * Math.floor(pixel / 27) + Math.floor((pixel % 9) / 3);
    for (let a = 0; a < 81; a++) {
      for (let b = 0; b < 81; b++) {
        if (a === b) continue;
        pairs++;
        if (parcel(a) === parcel(b)) same++;
      }
    }
    expect(sameParcelProbability(9)).toBeCloseTo(same / pairs, 12);
    expect(sameParcelProbability(1)).toBe(0);
    expect(sameParcelProbability(500)).toBe(1);
  });
});
