import { describe, expect, it } from 'vitest';
import { bayesRetrieval } from '../../../lib/s2mp/bayes-retrieval.ts';
import { evaluateNetwork } from '../../../lib/s2mp/network-weights.ts';
import { drawDatabase } from '../../../lib/s2mp/synthetic-database.ts';
import { DEFAULT_TRAINING_SETTINGS, trainNetwork } from '../../../lib/s2mp/train-network.ts';
import { problemWithPrior, REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

const short = { ...DEFAULT_TRAINING_SETTINGS, samples: 6000, smHiddenUnits: [6, 6], maxIterations: 25, seed: 2 };

const rmse = (found: ArrayLike<number>, truth: Float64Array): number =>
  Math.sqrt(truth.reduce((sum, value, i) => sum + ((found[i] as number) - value) ** 2, 0) / truth.length);

describe('trainNetwork', () => {
  it('comes within 2 % of the Bayes limit in a short run, and cannot beat it', async () => {
    const stages = new Set<string>();
    const { weights } = await trainNetwork(REFERENCE_PROBLEM, short, 1, ({ stage }) => stages.add(stage));
    const test = drawDatabase(REFERENCE_PROBLEM, 4000, 77, 'test');
    const network = evaluateNetwork(weights, test.sigma0Db, test.incidenceDeg, test.observedNdvi);
    const ratio = rmse(network.sm, test.smM3M3) / rmse(bayesRetrieval(REFERENCE_PROBLEM, test).sm, test.smM3M3);
    expect(ratio).toBeGreaterThan(0.985);
    expect(ratio).toBeLessThan(1.02);
    expect([...stages]).toEqual(['sm', 'uncertainty']);
  });

  it('gives the same network on any number of threads, another for another seed', async () => {
    const quick = { ...short, samples: 2000, maxIterations: 4 };
    const one = await trainNetwork(REFERENCE_PROBLEM, quick, 1);
    const two = await trainNetwork(REFERENCE_PROBLEM, quick, 2);
    const other = await trainNetwork(REFERENCE_PROBLEM, { ...quick, seed: 3 }, 1);
    expect(two).toEqual(one);
    expect(other.databaseSha256).not.toBe(one.databaseSha256);
  });
});

describe('problemWithPrior', () => {
  it('narrows the range of SM and nothing else', () => {
    expect(problemWithPrior('none')).toEqual(REFERENCE_PROBLEM);
    expect(problemWithPrior('dry')).toEqual({ ...REFERENCE_PROBLEM, smM3M3: [0.02, 0.3] });
    expect(problemWithPrior('wet')).toEqual({ ...REFERENCE_PROBLEM, smM3M3: [0.2, 0.4] });
  });
});
