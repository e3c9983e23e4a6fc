import { describe, expect, it } from 'vitest';
import { bayesRetrieval, DEFAULT_BAYES_GRID } from '../../../lib/s2mp/bayes-retrieval.ts';
import { createForwardTable } from '../../../lib/s2mp/forward-table.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';
import { drawDatabase } from '../../../lib/s2mp/synthetic-database.ts';
import { REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

describe('bayesRetrieval', () => {
  it('does not change by 0.2 % on a grid twice as fine', () => {
    const database = drawDatabase(REFERENCE_PROBLEM, 300, 21, 'test');
    const { sm, hrms, ndvi } = DEFAULT_BAYES_GRID;
    const coarse = bayesRetrieval(REFERENCE_PROBLEM, database);
    const fine = bayesRetrieval(REFERENCE_PROBLEM, database, { sm: 2 * sm, hrms: 2 * hrms, ndvi: 2 * ndvi });
    for (let i = 0; i < database.count; i++) {
      expect(Math.abs((coarse.sm[i] as number) / (fine.sm[i] as number) - 1)).toBeLessThan(0.002);
      expect(Math.abs((coarse.uncertainty[i] as number) / (fine.uncertainty[i] as number) - 1)).toBeLessThan(0.002);
    }
  });

  it('equals importance sampling from the prior, which shares no code with the grid', () => {
    const database = drawDatabase(REFERENCE_PROBLEM, 6, 4, 'test');
    const { sm, uncertainty } = bayesRetrieval(REFERENCE_PROBLEM, database);
    const table = createForwardTable();
    const random = seededRandom(9, 'importance');
    const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
    for (let i = 0; i < database.count; i++) {
      let total = 0;
      let first = 0;
      let second = 0;
      let squares = 0;
      for (let draw = 0; draw < 300_000; draw++) {
        const state = within(REFERENCE_PROBLEM.smM3M3);
        const ndvi = within(REFERENCE_PROBLEM.ndvi);
        const spread = 0.15 * ndvi;
        const ndviZ = ((database.observedNdvi[i] as number) - ndvi) / spread;
        if (Math.abs(ndviZ) > 6) continue;
        const sigma0 = table.sigma0(database.incidenceDeg[i] as number, within(REFERENCE_PROBLEM.hrmsCm), state, ndvi);
        const z = ((database.sigma0Db[i] as number) - 10 * Math.log10(sigma0)) / 0.75;
        const weight = Math.exp(-0.5 * (z * z + ndviZ * ndviZ)) / spread;
        total += weight;
        first += weight * state;
        second += weight * state * state;
        squares += weight * weight;
      }
      const mean = first / total;
      const deviation = Math.sqrt(second / total - mean * mean);
      // Few of the draws explain an extreme observation: compare within five standard errors of the weighted mean.
      const standardError = (deviation * Math.sqrt(squares)) / total;
      expect(standardError).toBeLessThan(0.004);
      expect(Math.abs((sm[i] as number) - mean)).toBeLessThan(5 * standardError);
      expect(Math.abs((uncertainty[i] as number) - deviation)).toBeLessThan(5 * standardError);
    }
  });

  it('lies within the prior for observations that no state explains, and is finite at NDVI 0', () => {
    const database = drawDatabase(REFERENCE_PROBLEM, 3, 1, 'test');
    database.sigma0Db.set([-28, 2, -12]);
    database.observedNdvi.set([0.4, 1.2, 0]);
    const { sm, uncertainty } = bayesRetrieval(REFERENCE_PROBLEM, database);
    for (let i = 0; i < 3; i++) {
      expect(sm[i]).toBeGreaterThan(0.02);
      expect(sm[i]).toBeLessThan(0.4);
      expect(uncertainty[i]).toBeGreaterThan(0);
    }
  });
});
