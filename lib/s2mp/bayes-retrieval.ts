import { createForwardTable } from './forward-table.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import type { Retrieval } from './network-weights.ts';
import type { SyntheticDatabase } from './synthetic-database.ts';
import type { TrainingProblem } from './training-problem.ts';

/** Nodes of the grid over the unknown state. */
export interface BayesGrid {
  readonly sm: number;
  readonly hrms: number;
  readonly ndvi: number;
}

export const DEFAULT_BAYES_GRID: BayesGrid = { sm: 24, hrms: 10, ndvi: 12 };

/** Standard deviations of the NDVI noise that the grid covers. */
const NDVI_SIGMAS = 5;

/**
 * The Bayes-optimal retrieval of a training problem: mean and standard deviation of SM given the observation, by
 * integrating prior × likelihood over SM, Hrms and true NDVI on a Gauss–Legendre grid. No retrieval from the same
 * observations can have a smaller RMSE. For judging networks, not for maps: some 0.1 ms per state.
 */
export function bayesRetrieval(
  problem: TrainingProblem,
  database: SyntheticDatabase,
  grid: BayesGrid = DEFAULT_BAYES_GRID,
): Retrieval {
  const table = createForwardTable(problem.forward);
  const smNodes = gaussLegendre(grid.sm, ...problem.smM3M3);
  const hrmsNodes = gaussLegendre(grid.hrms, ...problem.hrmsCm);
  const { waterCloudA, waterCloudB } = problem.forward;
  const soil = new Float64Array(grid.sm * grid.hrms);
  const posterior = new Float64Array(grid.sm);
  const sm = new Float64Array(database.count);
  const uncertainty = new Float64Array(database.count);
  const perDb = 1 / problem.sigma0NoiseDb;
  for (let sample = 0; sample < database.count; sample++) {
    const incidenceDeg = database.incidenceDeg[sample] as number;
    const observedDb = database.sigma0Db[sample] as number;
    const cosTheta = Math.cos((incidenceDeg * Math.PI) / 180);
    for (let m = 0; m < grid.sm; m++) {
      for (let h = 0; h < grid.hrms; h++) {
        soil[m * grid.hrms + h] = table.sigma0(
          incidenceDeg,
          hrmsNodes.nodes[h] as number,
          smNodes.nodes[m] as number,
          0,
        );
      }
    }
    posterior.fill(0);
    const states = ndviStates(problem, database.observedNdvi[sample] as number, grid.ndvi);
    for (let v = 0; v < states.ndvi.length; v++) {
      const ndvi = states.ndvi[v] as number;
      const transmission = Math.exp((-2 * waterCloudB * ndvi) / cosTheta);
      const vegetation = waterCloudA * ndvi * cosTheta * (1 - transmission);
      for (let m = 0; m < grid.sm; m++) {
        let likelihood = 0;
        for (let h = 0; h < grid.hrms; h++) {
          const sigma0 = vegetation + transmission * (soil[m * grid.hrms + h] as number);
          const z = (observedDb - 10 * Math.log10(sigma0)) * perDb;
          likelihood += (hrmsNodes.weights[h] as number) * Math.exp(-0.5 * z * z);
        }
        posterior[m] = (posterior[m] as number) + (states.weight[v] as number) * likelihood;
      }
    }
    let total = 0;
    let first = 0;
    let second = 0;
    for (let m = 0; m < grid.sm; m++) {
      const weight = (posterior[m] as number) * (smNodes.weights[m] as number);
      const node = smNodes.nodes[m] as number;
      total += weight;
      first += weight * node;
      second += weight * node * node;
    }
    sm[sample] = first / total;
    uncertainty[sample] = Math.sqrt(Math.max(0, second / total - (first / total) ** 2));
  }
  return { sm, uncertainty };
}

/**
 * True NDVI that an observation may come from, with weights. With observed = n(1 + rε) and z as variable,
 * n = observed / (1 + rz) and the likelihood in n becomes φ(z) / (1 + rz) dz, cut where n leaves its prior.
 */
function ndviStates(
  problem: TrainingProblem,
  observed: number,
  count: number,
): { ndvi: Float64Array; weight: Float64Array } {
  if (observed === 0) return { ndvi: Float64Array.of(problem.ndvi[0]), weight: Float64Array.of(1) };
  const r = problem.ndviRelativeNoise;
  const lowest = Math.max(-NDVI_SIGMAS, (observed / problem.ndvi[1] - 1) / r);
  const highest = Math.max(lowest + 1e-3, NDVI_SIGMAS);
  const { nodes, weights } = gaussLegendre(count, lowest, highest);
  return {
    ndvi: nodes.map((z) => observed / (1 + r * z)),
    weight: nodes.map((z, i) => ((weights[i] as number) * Math.exp(-0.5 * z * z)) / (1 + r * z)),
  };
}
