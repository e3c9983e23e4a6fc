import type { ErrorShares } from './error-correlation.ts';
import { createForwardTable } from './forward-table.ts';
import { evaluateNetwork, type NetworkWeights } from './network-weights.ts';
import { seededRandom } from './seeded-random.ts';
import type { TrainingProblem } from './training-problem.ts';

/** Places of the four errors. */
const [A, C, D] = [0, 2, 3];

/**
 * Decomposes the variance of a network's standardised errors (error / uncertainty given with it; for Cov(eᵢ, eⱼ) = ρuᵢuⱼ
 * is what the formula of the 1-km uncertainty says) on its training problem by pick-freeze (Sobol' 2001, Math. Comput. Simul.
 * 55, eq. 8): the covariance of two errors whose draws share some quantities and differ in the others is the variance of
 * the conditional mean given the shared ones. Four errors per state: `a` and `b` share everything but the noise of
 * σ0 and NDVI, `a` and `c` share SM, θ and NDVI only, `a` and `d` differ in the noise of σ0 alone.
 */
export function estimateErrorShares(
  problem: TrainingProblem,
  weights: NetworkWeights,
  states: number,
  seed: number,
): ErrorShares {
  const random = seededRandom(seed, 'error shares');
  const table = createForwardTable(problem.forward);
  const within = ([low, high]: readonly [number, number]): number => low + (high - low) * random.uniform();
  const truth = new Float64Array(states);
  const incidenceDeg = new Float64Array(states);
  const observations = Array.from({ length: 4 }, () => ({
    sigma0Db: new Float64Array(states),
    ndvi: new Float64Array(states),
  }));
  for (let i = 0; i < states; i++) {
    const theta = within(problem.incidenceDeg);
    const sm = within(problem.smM3M3);
    const ndvi = within(problem.ndvi);
    const sharedHrmsCm = within(problem.hrmsCm);
    truth[i] = sm;
    incidenceDeg[i] = theta;
    const sharedNdviNoise = random.normal();
    for (const [which, observed] of observations.entries()) {
      const hrmsCm = which === C ? within(problem.hrmsCm) : sharedHrmsCm;
      const ndviNoise = which === A || which === D ? sharedNdviNoise : random.normal();
      const sigma0 = table.sigma0(theta, hrmsCm, sm, ndvi);
      observed.sigma0Db[i] = 10 * Math.log10(sigma0) + problem.sigma0NoiseDb * random.normal();
      observed.ndvi[i] = Math.max(0, ndvi * (1 + problem.ndviRelativeNoise * ndviNoise));
    }
  }
  const [a, b, c, d] = observations.map(({ sigma0Db, ndvi }) => {
    const { sm, uncertainty } = evaluateNetwork(weights, sigma0Db, incidenceDeg, ndvi);
    return sm.map((value, i) => (value - (truth[i] as number)) / (uncertainty[i] as number));
  }) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const variance = (covariance(a, a) + covariance(b, b) + covariance(c, c) + covariance(d, d)) / 4;
  // c is as far from b and d as it is from a: all three estimate the same covariance. So do (a, b) and (d, b).
  const common = (covariance(a, c) + covariance(b, c) + covariance(d, c)) / 3 / variance;
  const withinParcel = (covariance(a, b) + covariance(d, b)) / 2 / variance;
  const withoutSpeckle = covariance(a, d) / variance;
  return { soilMoisture: common, roughness: withinParcel - common, ndvi: withoutSpeckle - withinParcel };
}

function covariance(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanA = mean(a);
  const meanB = mean(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - meanA) * ((b[i] as number) - meanB);
  return sum / a.length;
}
