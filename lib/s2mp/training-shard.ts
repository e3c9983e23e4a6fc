import type { MlpShape } from './mlp.ts';
import { forwardPass, outputGradient, unitCount } from './mlp.ts';
import { addOuterProducts } from './outer-products.ts';

/** Pairs of inputs between which the output must rise by at least `minimumRise`; a shortfall costs ½·weight·shortfall². */
export interface RisePairs {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly minimumRise: number;
  readonly weight: number;
}

/**
 * One fixed part of the training data. `squared-error`: Σ ½(y − t)², the least squares of the published method.
 * `gaussian-likelihood`: y is the logarithm of a standard deviation and t an error that it should explain,
 * Σ y + ½ t² e^(−2y), whose Fisher information 2 makes it fit into the same equations.
 */
export interface TrainingShard {
  readonly shape: MlpShape;
  readonly objective: 'squared-error' | 'gaussian-likelihood';
  /** Normalised inputs, [sample][shape[0]]. */
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly risePairs?: RisePairs;
}

/** Loss with its gradient and (Gauss–Newton or Fisher) curvature, lower triangle of [parameter][parameter]. */
export interface NormalEquations {
  loss: number;
  readonly gradient: Float64Array;
  readonly curvature: Float64Array;
}

/** Rows of the Jacobian that are multiplied at once: large enough to amortise, small enough for the cache. */
const BLOCK = 128;

export function shardLoss(shard: TrainingShard, parameters: Float64Array): number {
  const { shape, inputs, targets, risePairs } = shard;
  const inputUnits = shape[0] as number;
  const activations = new Float64Array(unitCount(shape));
  const output = (source: Float64Array, sample: number): number => {
    for (let i = 0; i < inputUnits; i++) activations[i] = source[sample * inputUnits + i] as number;
    return forwardPass(shape, parameters, activations);
  };
  let loss = 0;
  for (let sample = 0; sample < targets.length; sample++) {
    loss += sampleLoss(shard.objective, output(inputs, sample), targets[sample] as number);
  }
  if (risePairs !== undefined) {
    for (let pair = 0; pair * inputUnits < risePairs.lower.length; pair++) {
      const rise = output(risePairs.upper, pair) - output(risePairs.lower, pair);
      loss += 0.5 * risePairs.weight * Math.max(0, risePairs.minimumRise - rise) ** 2;
    }
  }
  return loss;
}

export function shardNormalEquations(shard: TrainingShard, parameters: Float64Array): NormalEquations {
  const { shape, inputs, targets, risePairs, objective } = shard;
  const inputUnits = shape[0] as number;
  const count = parameters.length;
  const equations: NormalEquations = {
    loss: 0,
    gradient: new Float64Array(count),
    curvature: new Float64Array(count * count),
  };
  const activations = new Float64Array(unitCount(shape));
  const deltas = new Float64Array(unitCount(shape));
  // Jacobian rows of a block, parameter-major, so that the products below run along contiguous samples.
  const jacobian = new Float64Array(count * BLOCK);
  const other = new Float64Array(count);
  let filled = 0;

  const flush = (): void => {
    addOuterProducts(jacobian, count, BLOCK, filled, equations.curvature);
    filled = 0;
  };
  const run = (source: Float64Array, sample: number): number => {
    for (let i = 0; i < inputUnits; i++) activations[i] = source[sample * inputUnits + i] as number;
    return forwardPass(shape, parameters, activations);
  };
  /** Takes the row at `filled` into the gradient with factor `slope`, and scales it for the curvature. */
  const takeRow = (slope: number, curvature: number): void => {
    const root = Math.sqrt(curvature);
    for (let p = 0; p < count; p++) {
      const at = p * BLOCK + filled;
      const value = jacobian[at] as number;
      equations.gradient[p] = (equations.gradient[p] as number) + slope * value;
      jacobian[at] = root * value;
    }
    if (++filled === BLOCK) flush();
  };

  for (let sample = 0; sample < targets.length; sample++) {
    const target = targets[sample] as number;
    const value = run(inputs, sample);
    equations.loss += sampleLoss(objective, value, target);
    outputGradient(shape, parameters, activations, deltas, jacobian, filled, BLOCK);
    if (objective === 'squared-error') takeRow(value - target, 1);
    else takeRow(1 - target * target * Math.exp(-2 * value), 2);
  }
  if (risePairs !== undefined) {
    for (let pair = 0; pair * inputUnits < risePairs.lower.length; pair++) {
      const low = run(risePairs.lower, pair);
      outputGradient(shape, parameters, activations, deltas, other, 0, 1);
      const shortfall = risePairs.minimumRise - (run(risePairs.upper, pair) - low);
      if (shortfall <= 0) continue;
      equations.loss += 0.5 * risePairs.weight * shortfall * shortfall;
      outputGradient(shape, parameters, activations, deltas, jacobian, filled, BLOCK);
      for (let p = 0; p < count; p++) {
        jacobian[p * BLOCK + filled] = (jacobian[p * BLOCK + filled] as number) - (other[p] as number);
      }
      takeRow(-risePairs.weight * shortfall, risePairs.weight);
    }
  }
  flush();
  return equations;
}

function sampleLoss(objective: TrainingShard['objective'], value: number, target: number): number {
  if (objective === 'squared-error') return 0.5 * (value - target) ** 2;
  return value + 0.5 * target * target * Math.exp(-2 * value);
}
