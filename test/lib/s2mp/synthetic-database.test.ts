import { describe, expect, it } from 'vitest';
import { forwardSigma0 } from '../../../lib/s2mp/forward-sigma0.ts';
import { databaseSha256, drawDatabase } from '../../../lib/s2mp/synthetic-database.ts';
import { REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

const COUNT = 20_000;

describe('drawDatabase', () => {
  const database = drawDatabase(REFERENCE_PROBLEM, COUNT, 11, 'test');

  it('draws every quantity uniformly from its range', () => {
    for (const quantity of ['incidenceDeg', 'hrmsCm', 'smM3M3', 'ndvi'] as const) {
      const [low, high] = REFERENCE_PROBLEM[quantity];
      const unit = database[quantity].map((value) => (value - low) / (high - low)).sort();
      expect(unit[0]).toBeGreaterThanOrEqual(0);
      expect(unit[COUNT - 1]).toBeLessThan(1);
      // Kolmogorov–Smirnov distance: 1.95/√n is exceeded once in a thousand.
      const distance = Math.max(...unit.map((value, i) => Math.abs(value - i / COUNT)));
      expect(distance).toBeLessThan(1.95 / Math.sqrt(COUNT));
    }
  });

  it('adds the noise of the problem to σ0 and NDVI, and nothing else', () => {
    let sigma0Squares = 0;
    let ndviSquares = 0;
    for (let i = 0; i < COUNT; i++) {
      const ndvi = database.ndvi[i] as number;
      const sigma0 = forwardSigma0(
        database.incidenceDeg[i] as number,
        database.hrmsCm[i] as number,
        database.smM3M3[i] as number,
        ndvi,
      );
      sigma0Squares += ((database.sigma0Db[i] as number) - 10 * Math.log10(sigma0)) ** 2;
      ndviSquares += ((database.observedNdvi[i] as number) / ndvi - 1) ** 2;
    }
    expect(Math.sqrt(sigma0Squares / COUNT)).toBeCloseTo(0.75, 1.7);
    expect(Math.sqrt(ndviSquares / COUNT)).toBeCloseTo(0.15, 2.3);
  });

  it('gives the same bytes for the same seed, others for another seed or purpose', () => {
    const hash = (seed: number, stream: string): string =>
      databaseSha256(drawDatabase(REFERENCE_PROBLEM, 100, seed, stream));
    expect(hash(1, 'training')).toBe(hash(1, 'training'));
    expect(new Set([hash(1, 'training'), hash(2, 'training'), hash(1, 'test')]).size).toBe(3);
  });
});
