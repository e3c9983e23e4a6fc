import { createHash } from 'node:crypto';
import { assessNetwork, retrieveTestStates } from './assess-network.ts';
import { encodeOnnx } from './encode-onnx.ts';
import { estimateErrorShares } from './estimate-error-shares.ts';
import { type NamedModel, renderModelCard } from './model-card.ts';
import { NETWORK_FORMAT, NETWORK_INPUTS, NETWORK_OUTPUTS, type NetworkMetadata } from './network-metadata.ts';
import { renderNetworkPlots } from './network-plots.ts';
import { modelName, PRIORS, type Prior } from './prior.ts';
import { DEFAULT_TRAINING_SETTINGS, type TrainingSettings, trainNetwork } from './train-network.ts';
import { type PriorBounds, problemWithPrior, type TrainingProblem } from './training-problem.ts';

/** Raised whenever the same settings would give another network. */
export const NETWORK_VERSION = '1.0.0';

export interface TrainNetworksOptions {
  readonly settings?: TrainingSettings;
  /** Which networks; the card describes those only. */
  readonly priors?: readonly Prior[];
  readonly threads?: number;
  /** The problem without a prior; default is the reference problem. */
  readonly problem?: TrainingProblem;
  readonly priorBounds?: PriorBounds;
  /** Fresh states on which each network and the Bayes limit are compared. */
  readonly testStates?: number;
}

export interface TrainNetworksProgress {
  readonly network: string;
  readonly stage: 'sm' | 'uncertainty' | 'assessment';
  readonly done: number;
  readonly total: number;
  readonly loss?: number;
  readonly validationLoss?: number;
}

/** A file to be written: model, plot or card. */
export interface TrainedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const ERROR_SHARE_STATES = 200_000;
export const DEFAULT_TEST_STATES = 40_000;

/**
 * Trains the networks of all priors, judges each against the Bayes limit on fresh states, and gives everything that
 * belongs into `layers/model`: models, plots and the card. The same options give the same bytes on one machine.
 */
export async function trainNetworks(
  options: TrainNetworksOptions,
  onProgress: (progress: TrainNetworksProgress) => void = () => {},
): Promise<{ files: TrainedFile[]; models: NamedModel[] }> {
  const settings = options.settings ?? DEFAULT_TRAINING_SETTINGS;
  const files: TrainedFile[] = [];
  const models: NamedModel[] = [];
  for (const prior of options.priors ?? PRIORS) {
    const name = modelName(prior);
    const problem = problemWithPrior(prior, options.problem, options.priorBounds);
    const trained = await trainNetwork(problem, settings, options.threads ?? 1, (progress) =>
      onProgress({ ...progress, network: name, done: progress.iteration, total: progress.maxIterations }),
    );
    onProgress({ network: name, stage: 'assessment', done: 0, total: 1 });
    const tested = retrieveTestStates(
      problem,
      trained.weights,
      options.testStates ?? DEFAULT_TEST_STATES,
      settings.seed,
    );
    const metadata: NetworkMetadata = {
      format: NETWORK_FORMAT,
      name,
      version: NETWORK_VERSION,
      prior,
      inputs: NETWORK_INPUTS,
      outputs: NETWORK_OUTPUTS,
      problem,
      settings,
      databaseSha256: trained.databaseSha256,
      validationRmseM3M3: trained.validationRmseM3M3,
      errorShares: estimateErrorShares(problem, trained.weights, ERROR_SHARE_STATES, settings.seed),
      assessment: assessNetwork(problem, trained.weights, tested),
    };
    const model = encodeOnnx(trained.weights, metadata);
    files.push({ name: `${name}.onnx`, bytes: model });
    files.push({ name: `${name}.svg`, bytes: text(renderNetworkPlots(name, problem, tested)) });
    models.push({ sha256: createHash('sha256').update(model).digest('hex'), metadata });
    onProgress({ network: name, stage: 'assessment', done: 1, total: 1 });
  }
  files.push({ name: 'MODEL_CARD.md', bytes: text(renderModelCard(models)) });
  return { files, models };
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
