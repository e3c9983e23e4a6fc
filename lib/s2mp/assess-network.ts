import { bayesRetrieval } from './bayes-retrieval.ts';
import { leastSlope } from './least-slope.ts';
import { evaluateNetwork, type NetworkWeights, type Retrieval } from './network-weights.ts';
import { drawDatabase, type SyntheticDatabase } from './synthetic-database.ts';
import type { TrainingProblem } from './training-problem.ts';

/** A network and the Bayes limit on the same draws. */
export interface Score {
  readonly states: number;
  readonly rmseM3M3: number;
  readonly biasM3M3: number;
  readonly bayesRmseM3M3: number;
  /** Share of the states whose truth lies within ± 1 and ± 1.96 of the stated uncertainty. */
  readonly within1Sigma: number;
  readonly within196Sigma: number;
  readonly bayesWithin1Sigma: number;
  readonly bayesWithin196Sigma: number;
}

export interface Assessment {
  readonly overall: Score;
  /** The 20–45° of the publications. */
  readonly publishedAngles: Score;
  /** In three equal parts of the range of each true quantity, low to high. */
  readonly thirds: { readonly [quantity in 'incidenceDeg' | 'ndvi' | 'smM3M3']: readonly Score[] };
  /** Over the range in which SM must rise with σ0. */
  readonly leastSlopeM3M3PerDb: number;
}

/** Independent noisy states with what network and Bayes limit make of them. */
export interface AssessedStates {
  readonly database: SyntheticDatabase;
  readonly network: Retrieval;
  readonly bayes: Retrieval;
}

const PUBLISHED_MAXIMUM_INCIDENCE_DEG = 45;

/** Retrieves `states` fresh states, which no training has seen, by the network and by the Bayes-optimal estimator. */
export function retrieveTestStates(
  problem: TrainingProblem,
  weights: NetworkWeights,
  states: number,
  seed: number,
): AssessedStates {
  const database = drawDatabase(problem, states, seed, 'test');
  return {
    database,
    network: evaluateNetwork(weights, database.sigma0Db, database.incidenceDeg, database.observedNdvi),
    bayes: bayesRetrieval(problem, database),
  };
}

export function assessNetwork(problem: TrainingProblem, weights: NetworkWeights, tested: AssessedStates): Assessment {
  const thirds = (quantity: 'incidenceDeg' | 'ndvi' | 'smM3M3'): Score[] => {
    const [low, high] = problem[quantity];
    return [0, 1, 2].map((third) =>
      scoreStates(tested, (i) => {
        const position = (3 * ((tested.database[quantity][i] as number) - low)) / (high - low);
        return Math.min(2, Math.floor(position)) === third;
      }),
    );
  };
  return {
    overall: scoreStates(tested, () => true),
    publishedAngles: scoreStates(
      tested,
      (i) => (tested.database.incidenceDeg[i] as number) <= PUBLISHED_MAXIMUM_INCIDENCE_DEG,
    ),
    thirds: { incidenceDeg: thirds('incidenceDeg'), ndvi: thirds('ndvi'), smM3M3: thirds('smM3M3') },
    leastSlopeM3M3PerDb: leastSlope(problem, weights),
  };
}

/** Scores of the states that `selects` picks. */
export function scoreStates(tested: AssessedStates, selects: (state: number) => boolean): Score {
  const { smM3M3, count } = tested.database;
  let states = 0;
  let sum = 0;
  const squares = { network: 0, bayes: 0 };
  const within1 = { network: 0, bayes: 0 };
  const within196 = { network: 0, bayes: 0 };
  for (let i = 0; i < count; i++) {
    if (!selects(i)) continue;
    states++;
    sum += (tested.network.sm[i] as number) - (smM3M3[i] as number);
    for (const which of ['network', 'bayes'] as const) {
      const error = (tested[which].sm[i] as number) - (smM3M3[i] as number);
      const inSigmas = Math.abs(error) / (tested[which].uncertainty[i] as number);
      squares[which] += error * error;
      if (inSigmas <= 1) within1[which]++;
      if (inSigmas <= 1.96) within196[which]++;
    }
  }
  return {
    states,
    rmseM3M3: Math.sqrt(squares.network / states),
    biasM3M3: sum / states,
    bayesRmseM3M3: Math.sqrt(squares.bayes / states),
    within1Sigma: within1.network / states,
    within196Sigma: within196.network / states,
    bayesWithin1Sigma: within1.bayes / states,
    bayesWithin196Sigma: within196.bayes / states,
  };
}
