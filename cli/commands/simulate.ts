import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SIMULATION_SIZES, type SimulationSize, simulate } from '../../lib/simulate/simulate.ts';
import { folderSink } from '../files/folder-sink.ts';
import { localSceneFiles } from '../files/local-scene-files.ts';
import { requireFolder } from '../files/require-folder.ts';
import { openProgress } from '../progress/open-progress.ts';

interface SimulateOptions {
  readonly annotation: string;
  readonly size: SimulationSize;
  readonly out: string;
  readonly seed: number;
  readonly threads?: number;
  readonly json?: true;
}

/** `s2mp simulate`: a world with known soil moisture and the scene that a given product's radar would see of it. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('render a Sentinel-1 scene of a world with known soil moisture, with all that a retrieval needs')
    .requiredOption('--annotation <SAFE>', 'product (folder or zip) whose geometry, calibration and noise are used')
    .requiredOption('--out <dir>', 'folder for <product>.SAFE, landcover, dem, ndvi, ndvi-s3 and truth')
    .addOption(
      new Option('--size <size>', 'how much of the image: 28 km, about 110 km, or all of it')
        .choices(Object.keys(SIMULATION_SIZES))
        .default('medium'),
    )
    .option('--seed <n>', 'another number makes another world', wholeNumber, 1)
    .option('--threads <n>', 'threads that render; the result does not depend on them', wholeNumber)
    .option('--json', 'print the paths as JSON')
    .addHelpText(
      'after',
      '\nThe soil moisture comes from the forward models that the network is trained on: scores against it are not scores' +
        ' against the ground.\n\nExample:\n  s2mp simulate --annotation S1A_….SAFE --size full --out sim',
    )
    .action(run);
}

async function run(options: SimulateOptions): Promise<void> {
  await requireFolder(options.out);
  await using annotation = await localSceneFiles(options.annotation);
  const progress = openProgress();
  const simulated = await simulate(
    {
      seed: options.seed,
      annotation,
      size: options.size,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      onPlanned: ({ product, samples, lines, tiles, bytes }) =>
        progress.say(
          `${product}: ${samples} × ${lines} pixels and ${tiles.length} tiles, about ${Math.ceil(bytes / 1e6)} MB`,
        ),
      onProgress: (stage, done, total) => {
        const unit = stage === 'truth' ? 'maps' : stage;
        progress.update({ task: annotation.product, stage, done, total, unit });
      },
    },
    folderSink(options.out),
  ).finally(() => progress.close());
  const paths = {
    scene: join(options.out, simulated.scene.path),
    landcover: join(options.out, 'landcover'),
    dem: join(options.out, 'dem'),
    ndvi: join(options.out, 'ndvi'),
    'ndvi-s3': join(options.out, 'ndvi-s3'),
    truth: join(options.out, ...simulated.truth),
  };
  if (options.json === true) {
    const { samples, lines } = simulated.scene;
    process.stdout.write(`${JSON.stringify({ ...paths, seed: options.seed, samples, lines, box: simulated.box })}\n`);
    return;
  }
  for (const [name, path] of Object.entries(paths)) process.stdout.write(`${name}\t${path}\n`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number of 0 or more');
  return value;
}
