import { type Fit, levenbergMarquardt, type Objective } from './levenberg-marquardt.ts';
import { initialParameters } from './mlp.ts';
import { evaluateNetwork, type Mlp, type NetworkWeights, normalise } from './network-weights.ts';
import { createRisePairs } from './rise-pairs.ts';
import { seededRandom } from './seeded-random.ts';
import { createShardPool } from './shard-pool.ts';
import { databaseSha256, drawDatabase, type SyntheticDatabase } from './synthetic-database.ts';
import type { TrainingProblem } from './training-problem.ts';
import { shardLoss, type TrainingShard } from './training-shard.ts';

export interface TrainingSettings {
  /** States drawn for the fit of SM; as many again, independent ones, for the fit of its error. */
  readonly samples: number;
  /** Share of the states that only the early stopping sees. */
  readonly validationShare: number;
  readonly smHiddenUnits: readonly number[];
  readonly uncertaintyHiddenUnits: readonly number[];
  readonly maxIterations: number;
  readonly patience: number;
  readonly seed: number;
}

/** Two tanh layers of 10 units on 60 000 states come within 1 % of the Bayes limit; see the model card. */
export const DEFAULT_TRAINING_SETTINGS: TrainingSettings = {
  samples: 60_000,
  validationShare: 0.15,
  smHiddenUnits: [10, 10],
  uncertaintyHiddenUnits: [8],
  maxIterations: 120,
  patience: 12,
  seed: 1,
};

export interface TrainingProgress {
  readonly stage: 'sm' | 'uncertainty';
  readonly iteration: number;
  readonly maxIterations: number;
  /** RMSE (m³ m⁻³) of SM, or mean negative log-likelihood of its errors. */
  readonly loss: number;
  readonly validationLoss: number;
}

export interface TrainedNetwork {
  readonly weights: NetworkWeights;
  readonly databaseSha256: string;
  /** RMSE of SM on the validation states, m³ m⁻³. */
  readonly validationRmseM3M3: number;
  readonly iterations: { readonly sm: number; readonly uncertainty: number };
}

/** Parts of the data that are summed in order, whatever the number of threads. */
const SHARDS = 8;
const RELATIVE_TOLERANCE = 1e-5;

/** Trains SM by least squares, then its 1-σ error by the likelihood of the errors on independent states. */
export async function trainNetwork(
  problem: TrainingProblem,
  settings: TrainingSettings,
  threads: number,
  onProgress: (progress: TrainingProgress) => void = () => {},
): Promise<TrainedNetwork> {
  const database = drawDatabase(problem, settings.samples, settings.seed, 'training');
  const normalisation = inputNormalisation(problem, database);
  const inputs = normalisedInputs(normalisation, database);
  const smCenter = (problem.smM3M3[0] + problem.smM3M3[1]) / 2;
  const smScale = (problem.smM3M3[1] - problem.smM3M3[0]) / 2;
  const fitPart = Math.round(settings.samples * (1 - settings.validationShare));

  const smShape = [3, ...settings.smHiddenUnits, 1];
  const smFit = await fitMlp(
    {
      shape: smShape,
      objective: 'squared-error',
      inputs,
      targets: database.smM3M3.map((sm) => (sm - smCenter) / smScale),
    },
    fitPart,
    createRisePairs(problem, normalisation, smScale),
    settings,
    threads,
    (iteration, loss, validationLoss) =>
      onProgress({
        stage: 'sm',
        iteration,
        maxIterations: settings.maxIterations,
        loss: smScale * Math.sqrt(2 * loss),
        validationLoss: smScale * Math.sqrt(2 * validationLoss),
      }),
  );
  const sm = rescaleOutput({ shape: smShape, parameters: smFit.parameters }, smScale, smCenter);

  const errorDatabase = drawDatabase(problem, settings.samples, settings.seed, 'uncertainty');
  const uncertaintyShape = [3, ...settings.uncertaintyHiddenUnits, 1];
  const untrained = { ...normalisation, sm, logUncertainty: { shape: [3, 1], parameters: new Float64Array(4) } };
  const retrieved = evaluateNetwork(
    untrained,
    errorDatabase.sigma0Db,
    errorDatabase.incidenceDeg,
    errorDatabase.observedNdvi,
  );
  const uncertaintyFit = await fitMlp(
    {
      shape: uncertaintyShape,
      objective: 'gaussian-likelihood',
      inputs: normalisedInputs(normalisation, errorDatabase),
      targets: retrieved.sm.map((value, i) => (value - (errorDatabase.smM3M3[i] as number)) / smScale),
    },
    fitPart,
    undefined,
    settings,
    threads,
    (iteration, loss, validationLoss) =>
      onProgress({ stage: 'uncertainty', iteration, maxIterations: settings.maxIterations, loss, validationLoss }),
  );
  const logUncertainty = rescaleOutput(
    { shape: uncertaintyShape, parameters: uncertaintyFit.parameters },
    1,
    Math.log(smScale),
  );
  return {
    weights: { ...normalisation, sm: toFloat32(sm), logUncertainty: toFloat32(logUncertainty) },
    databaseSha256: databaseSha256(database),
    validationRmseM3M3: smScale * Math.sqrt(2 * smFit.validationLoss),
    iterations: { sm: smFit.iterations, uncertainty: uncertaintyFit.iterations },
  };
}

type Normalisation = Pick<NetworkWeights, 'inputLow' | 'inputHigh' | 'inputCenter' | 'inputScale'>;

/** Each input to about −1…1; σ0 by its spread in the database. Numbers are rounded so that float32 holds them well. */
function inputNormalisation(problem: TrainingProblem, database: SyntheticDatabase): Normalisation {
  const mean = database.sigma0Db.reduce((sum, value) => sum + value, 0) / database.count;
  const variance = database.sigma0Db.reduce((sum, value) => sum + (value - mean) ** 2, 0) / database.count;
  const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2;
  const halfInverse = ([low, high]: readonly [number, number]): number => Math.fround(2 / (high - low));
  return {
    inputLow: [-40, problem.incidenceDeg[0], 0],
    inputHigh: [10, problem.incidenceDeg[1], 1.2],
    inputCenter: [Math.round(mean), middle(problem.incidenceDeg), middle(problem.ndvi)].map(Math.fround) as never,
    inputScale: [
      Math.fround(1 / (2 * Math.sqrt(variance))),
      halfInverse(problem.incidenceDeg),
      halfInverse(problem.ndvi),
    ],
  };
}

function normalisedInputs(normalisation: Normalisation, database: SyntheticDatabase): Float64Array {
  const inputs = new Float64Array(database.count * 3);
  for (let i = 0; i < database.count; i++) {
    inputs[3 * i] = normalise(normalisation, 0, database.sigma0Db[i] as number);
    inputs[3 * i + 1] = normalise(normalisation, 1, database.incidenceDeg[i] as number);
    inputs[3 * i + 2] = normalise(normalisation, 2, database.observedNdvi[i] as number);
  }
  return inputs;
}

/** Losses are means over the samples of their part, so that they compare. */
async function fitMlp(
  data: TrainingShard,
  fitPart: number,
  risePairs: TrainingShard['risePairs'],
  settings: TrainingSettings,
  threads: number,
  onIteration: (iteration: number, loss: number, validationLoss: number) => void,
): Promise<Fit> {
  const bounds = Array.from({ length: SHARDS + 1 }, (_, i) => Math.round((fitPart * i) / SHARDS));
  const shards = bounds.slice(1).map((to, i) => slice(data, bounds[i] as number, to));
  if (risePairs !== undefined && shards[0] !== undefined) shards[0] = { ...shards[0], risePairs };
  const validation = slice(data, fitPart, data.targets.length);
  const pool = createShardPool(shards, threads);
  const objective: Objective = {
    loss: pool.loss,
    normalEquations: pool.normalEquations,
    validationLoss: (parameters) => shardLoss(validation, parameters) / validation.targets.length,
  };
  try {
    const start = initialParameters(data.shape, seededRandom(settings.seed, `initial ${data.objective}`));
    return await levenbergMarquardt(objective, start, {
      maxIterations: settings.maxIterations,
      patience: settings.patience,
      relativeTolerance: RELATIVE_TOLERANCE,
      onIteration: (iteration, loss, validationLoss) => onIteration(iteration, loss / fitPart, validationLoss),
    });
  } finally {
    await pool.close();
  }
}

function slice(data: TrainingShard, from: number, to: number): TrainingShard {
  const inputUnits = data.shape[0] as number;
  return {
    ...data,
    inputs: data.inputs.slice(from * inputUnits, to * inputUnits),
    targets: data.targets.slice(from, to),
  };
}

/** Folds output · scale + offset into the linear last layer. */
function rescaleOutput(mlp: Mlp, factor: number, offset: number): Mlp {
  const parameters = Float64Array.from(mlp.parameters);
  const lastHidden = mlp.shape[mlp.shape.length - 2] as number;
  for (let i = parameters.length - lastHidden - 1; i < parameters.length; i++) {
    parameters[i] = (parameters[i] as number) * factor;
  }
  parameters[parameters.length - 1] = (parameters[parameters.length - 1] as number) + offset;
  return { shape: mlp.shape, parameters };
}

/** The model file holds float32; rounding here makes both evaluations use the same numbers. */
function toFloat32(mlp: Mlp): Mlp {
  return { shape: mlp.shape, parameters: mlp.parameters.map(Math.fround) };
}
