import { initialParameters } from '../../../lib/s2mp/mlp.ts';
import {
  NETWORK_FORMAT,
  NETWORK_INPUTS,
  NETWORK_OUTPUTS,
  type NetworkMetadata,
} from '../../../lib/s2mp/network-metadata.ts';
import type { NetworkWeights } from '../../../lib/s2mp/network-weights.ts';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';
import { DEFAULT_TRAINING_SETTINGS } from '../../../lib/s2mp/train-network.ts';
import { REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

/** An untrained network of the right form, with weights of both signs that saturate some units. */
export function smallNetwork(seed: number): { weights: NetworkWeights; metadata: NetworkMetadata } {
  const random = seededRandom(seed, 'small network');
  // The last layer is scaled to outputs of the size of SM and of its logarithmic error.
  const mlp = (shape: number[], offset: number) => {
    const parameters = initialParameters(shape, random);
    const last = parameters.length - (shape.at(-2) ?? 0) - 1;
    const scaled = parameters.map((value, i) => Math.fround(i < last ? value : 0.1 * value));
    scaled[scaled.length - 1] = offset;
    return { shape, parameters: scaled };
  };
  const score = {
    states: 1,
    rmseM3M3: 0.05,
    biasM3M3: 0,
    bayesRmseM3M3: 0.05,
    within1Sigma: 0.68,
    within196Sigma: 0.95,
    bayesWithin1Sigma: 0.68,
    bayesWithin196Sigma: 0.95,
  };
  return {
    weights: {
      inputLow: [-40, 20, 0],
      inputHigh: [10, 47, Math.fround(1.2)],
      inputCenter: [-11, 33.5, 0.375],
      inputScale: [0.125, Math.fround(2 / 27), Math.fround(2 / 0.75)],
      sm: mlp([3, 6, 5, 1], 0.25),
      logUncertainty: mlp([3, 4, 1], -3),
    },
    metadata: {
      format: NETWORK_FORMAT,
      name: 'small',
      version: '0.0.1',
      prior: 'none',
      inputs: NETWORK_INPUTS,
      outputs: NETWORK_OUTPUTS,
      problem: REFERENCE_PROBLEM,
      settings: DEFAULT_TRAINING_SETTINGS,
      databaseSha256: 'ab'.repeat(32),
      validationRmseM3M3: 0.05,
      errorShares: { soilMoisture: 0.3, roughness: 0.2, ndvi: 0.05 },
      assessment: {
        overall: score,
        publishedAngles: score,
        thirds: { incidenceDeg: [score], ndvi: [score], smM3M3: [score] },
        leastSlopeM3M3PerDb: 1e-3,
      },
    },
  };
}
