import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { PRIORS, type Prior } from '../../lib/s2mp/prior.ts';
import { DEFAULT_TRAINING_SETTINGS } from '../../lib/s2mp/train-network.ts';
import { DEFAULT_TEST_STATES, trainNetworks } from '../../lib/s2mp/train-networks.ts';
import { parseTrainingOverrides } from '../../lib/s2mp/training-overrides.ts';
import { requireFolder } from '../files/require-folder.ts';
import { openProgress } from '../progress/open-progress.ts';
import { wholeNumber } from '../whole-number.ts';

interface TrainOptions {
  readonly out: string;
  readonly seed: number;
  readonly samples: number;
  readonly testStates: number;
  readonly threads: number;
  readonly set: readonly string[];
  readonly prior?: readonly Prior[];
  readonly json?: true;
}

const ITERATIONS_BETWEEN_LOSSES = 5;

/** `s2mp train`: the networks of this project with their card and plots, into a folder. */
export function trainCommand(): Command {
  return new Command('train')
    .description('train the S2MP networks on the published forward models; writes models, plots and the model card')
    .option('--out <dir>', 'folder to write into', 'layers/model')
    .option('--seed <n>', 'seed of database and initial weights', wholeNumber, DEFAULT_TRAINING_SETTINGS.seed)
    .option('--samples <n>', 'synthetic states', wholeNumber, DEFAULT_TRAINING_SETTINGS.samples)
    .option('--test-states <n>', 'fresh states that the card scores on', wholeNumber, DEFAULT_TEST_STATES)
    .option('--threads <n>', 'threads; the result does not depend on them', wholeNumber, availableParallelism())
    .addOption(new Option('--prior <names...>', 'only the networks of these priors on wetness').choices(PRIORS))
    .option('--set <name=value...>', 'override coefficients of the card, e.g. waterCloudA=0.1 sigma0NoiseDb=0.7', [])
    .option('--json', 'print what was written, with scores, as JSON')
    .addHelpText('after', '\nExample:\n  s2mp train --out layers/model --seed 1')
    .action(train);
}

async function train(options: TrainOptions): Promise<void> {
  await requireFolder(options.out);
  const progress = openProgress();
  const { files, models } = await trainNetworks(
    {
      settings: { ...DEFAULT_TRAINING_SETTINGS, seed: options.seed, samples: options.samples },
      testStates: options.testStates,
      threads: options.threads,
      ...parseTrainingOverrides(options.set),
      ...(options.prior === undefined ? {} : { priors: options.prior }),
    },
    ({ network, stage, done, total, loss, validationLoss }) => {
      progress.update({ task: network, stage, done, total, unit: 'iterations' });
      if (loss === undefined || validationLoss === undefined || done % ITERATIONS_BETWEEN_LOSSES !== 0) return;
      const kind = stage === 'sm' ? 'RMSE (m3 m-3)' : 'negative log-likelihood';
      progress.say(`${network}  ${stage} ${done}: ${kind} ${loss.toFixed(5)}, validation ${validationLoss.toFixed(5)}`);
    },
  ).finally(() => progress.close());
  await mkdir(options.out, { recursive: true });
  for (const { name, bytes } of files) await writeFile(join(options.out, name), bytes);
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ files: files.map(({ name }) => join(options.out, name)), models })}\n`);
    return;
  }
  for (const { name } of files) process.stdout.write(`${join(options.out, name)}\n`);
  for (const { sha256, metadata } of models) {
    const { rmseM3M3, bayesRmseM3M3 } = metadata.assessment.overall;
    const ratio = (rmseM3M3 / bayesRmseM3M3).toFixed(4);
    process.stderr.write(
      `${metadata.name} ${sha256.slice(0, 12)}: RMSE ${rmseM3M3.toFixed(4)} m3 m-3, ${ratio} x the Bayes limit\n`,
    );
  }
}
