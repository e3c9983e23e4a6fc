import { type Score, scoreStates } from './assess-network.ts';
import { bayesRetrieval } from './bayes-retrieval.ts';
import { evaluateNetwork, type NetworkWeights } from './network-weights.ts';
import { drawDatabase } from './synthetic-database.ts';
import type { TrainingProblem } from './training-problem.ts';

export interface NetworkComparison {
  readonly scores: readonly [Score, Score];
  /** Root mean square and largest difference of SM between the two, m³ m⁻³. */
  readonly rmsDifferenceM3M3: number;
  readonly largestDifferenceM3M3: number;
}

/** Two networks on the same fresh states of a problem. */
export function compareNetworks(
  problem: TrainingProblem,
  networks: readonly [NetworkWeights, NetworkWeights],
  states: number,
  seed: number,
): NetworkComparison {
  const database = drawDatabase(problem, states, seed, 'test');
  const bayes = bayesRetrieval(problem, database);
  const evaluate = (weights: NetworkWeights) =>
    evaluateNetwork(weights, database.sigma0Db, database.incidenceDeg, database.observedNdvi);
  const [a, b] = [evaluate(networks[0]), evaluate(networks[1])];
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < states; i++) {
    const difference = Math.abs((a.sm[i] as number) - (b.sm[i] as number));
    squares += difference * difference;
    largest = Math.max(largest, difference);
  }
  const score = (network: typeof a): Score => scoreStates({ database, network, bayes }, () => true);
  return {
    scores: [score(a), score(b)],
    rmsDifferenceM3M3: Math.sqrt(squares / states),
    largestDifferenceM3M3: largest,
  };
}
