import { solveSymmetric } from './solve-symmetric.ts';
import type { NormalEquations } from './training-shard.ts';

/** Loss as a function of the parameters, by whatever threads. Losses are means over samples or sums, but all alike. */
export interface Objective {
  normalEquations(parameters: Float64Array): Promise<NormalEquations>;
  loss(parameters: Float64Array): Promise<number>;
  /** Loss on samples that the fit never sees. */
  validationLoss(parameters: Float64Array): number;
}

export interface LevenbergMarquardtOptions {
  readonly maxIterations: number;
  /** Iterations without a better validation loss after which the fit stops. */
  readonly patience: number;
  /** A validation loss counts as better only if it falls by this share. */
  readonly relativeTolerance: number;
  onIteration?(iteration: number, loss: number, validationLoss: number): void;
}

export interface Fit {
  /** Parameters with the least validation loss. */
  readonly parameters: Float64Array;
  readonly validationLoss: number;
  readonly iterations: number;
}

/** Damping beyond which no step can lower the loss any more within double precision. */
const MAX_DAMPING = 1e12;

/**
 * Minimises by Levenberg–Marquardt: (H + μI) δ = −g, with μ steered by the ratio of actual to predicted gain
 * (Nielsen 1999, IMM-REP-1999-05; Madsen, Nielsen & Tingleff 2004, algorithm 3.16) and early stopping on validation loss.
 */
export async function levenbergMarquardt(
  objective: Objective,
  start: Float64Array,
  options: LevenbergMarquardtOptions,
): Promise<Fit> {
  let parameters = start;
  let equations = await objective.normalEquations(parameters);
  let damping = 1e-3 * largestDiagonal(equations);
  let growth = 2;
  let best = { parameters, validationLoss: objective.validationLoss(parameters) };
  let bestIteration = 0;
  let iteration = 0;
  while (iteration < options.maxIterations && iteration - bestIteration < options.patience) {
    const step = solveSymmetric(equations.curvature, equations.gradient, damping);
    const trial = parameters.map((value, i) => value - ((step?.[i] ?? 0) as number));
    const loss = step === undefined ? Number.POSITIVE_INFINITY : await objective.loss(trial);
    const gain = step === undefined ? -1 : (equations.loss - loss) / predictedGain(step, equations.gradient, damping);
    if (gain > 0) {
      parameters = trial;
      equations = await objective.normalEquations(parameters);
      damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
      growth = 2;
      iteration++;
      const validationLoss = objective.validationLoss(parameters);
      if (validationLoss < best.validationLoss - options.relativeTolerance * Math.abs(best.validationLoss)) {
        bestIteration = iteration;
      }
      if (validationLoss < best.validationLoss) best = { parameters, validationLoss };
      options.onIteration?.(iteration, equations.loss, validationLoss);
    } else {
      damping *= growth;
      growth *= 2;
      if (!(damping < MAX_DAMPING)) break;
    }
  }
  return { ...best, iterations: iteration };
}

/** ½ δᵀ(μδ + g) with δ of the sign that is subtracted. */
function predictedGain(step: Float64Array, gradient: Float64Array, damping: number): number {
  let gain = 0;
  for (let i = 0; i < step.length; i++) {
    const value = step[i] as number;
    gain += 0.5 * value * (damping * value + (gradient[i] as number));
  }
  return gain;
}

function largestDiagonal(equations: NormalEquations): number {
  const count = equations.gradient.length;
  let largest = 0;
  for (let i = 0; i < count; i++) largest = Math.max(largest, equations.curvature[i * count + i] as number);
  return largest;
}
