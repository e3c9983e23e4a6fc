import { describe, expect, it } from 'vitest';
import { initialParameters } from '../../../lib/s2mp/mlp.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';
import { createShardPool } from '../../../lib/s2mp/shard-pool.ts';
import { shardLoss, shardNormalEquations, type TrainingShard } from '../../../lib/s2mp/training-shard.ts';

const random = seededRandom(5, 'shard');
const SAMPLES = 300; // more than two blocks, and a remainder
const shape = [3, 4, 3, 1];
const parameters = initialParameters(shape, random);
const columns = (count: number): Float64Array =>
  Float64Array.from({ length: 3 * count }, () => 2 * random.uniform() - 1);
const data: Pick<TrainingShard, 'shape' | 'inputs' | 'targets'> = {
  shape,
  inputs: columns(SAMPLES),
  targets: Float64Array.from({ length: SAMPLES }, random.normal),
};
const risePairs = { lower: columns(40), upper: columns(40), minimumRise: 0.05, weight: 7 };

describe.each<{ name: string; shard: TrainingShard }>([
  { name: 'squared error', shard: { ...data, objective: 'squared-error' } },
  { name: 'squared error with pairs that must rise', shard: { ...data, objective: 'squared-error', risePairs } },
  { name: 'likelihood of errors', shard: { ...data, objective: 'gaussian-likelihood' } },
])('normal equations of $name', ({ shard }) => {
  const equations = shardNormalEquations(shard, parameters);
  const count = parameters.length;

  it('have the loss that is computed without them', () => {
    expect(equations.loss).toBeCloseTo(shardLoss(shard, parameters), 8);
  });

  it('have the gradient of the loss', () => {
    for (let p = 0; p < count; p++) {
      const shifted = (by: number): number =>
        shardLoss(
          shard,
          parameters.map((value, i) => (i === p ? value + by : value)),
        );
      const difference = (shifted(1e-5) - shifted(-1e-5)) / 2e-5;
      expect(Math.abs((equations.gradient[p] as number) - difference)).toBeLessThan(1e-3);
    }
  });

  it('have a curvature whose diagonal is not negative', () => {
    for (let p = 0; p < count; p++) expect(equations.curvature[p * count + p]).toBeGreaterThanOrEqual(0);
  });
});

describe('shardNormalEquations', () => {
  it('gives the least-squares curvature of a linear model exactly', () => {
    const inputs = Float64Array.of(1, 2, 3, -1, 0, 5);
    const shard: TrainingShard = { shape: [3, 1], objective: 'squared-error', inputs, targets: Float64Array.of(1, 2) };
    const { curvature } = shardNormalEquations(shard, new Float64Array(4));
    // Lower triangle of Σ x xᵀ with x = (inputs, 1).
    expect(Array.from(curvature)).toEqual([2, 0, 0, 0, 2, 4, 0, 0, -2, 6, 34, 0, 0, 2, 8, 2]);
  });

  it('does not depend on the number of threads, to the last bit', async () => {
    const shards = [data, { ...data, targets: data.targets.map((t) => 2 * t) }, data].map(
      (part): TrainingShard => ({ ...part, objective: 'squared-error' }),
    );
    const results = [];
    for (const threads of [1, 2, 5]) {
      const pool = createShardPool(shards, threads);
      results.push({ equations: await pool.normalEquations(parameters), loss: await pool.loss(parameters) });
      await pool.close();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});
