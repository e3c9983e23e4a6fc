import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { PRIORS, type Prior } from '../../lib/s2mp/prior.ts';
import type { DemoSettings } from '../demo/demo-marker.ts';
import { type DemoResult, runDemo } from '../demo/run-demo.ts';
import { runOwnScene } from '../demo/run-own-scene.ts';
import { EXIT_REJECTED } from '../exit-with-message.ts';
import { makeOutFolder } from '../files/make-out-folder.ts';
import { requireFolder } from '../files/require-folder.ts';
import { formatMapTable } from '../maps/format-map-table.ts';
import { reportRefused } from '../maps/report-refused.ts';
import { reportRemarks } from '../maps/report-remarks.ts';
import { s3AnonymousOption } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';

type Size = Extract<DemoSettings, { kind: 'world' }>['size'];

interface DemoOptions {
  readonly out: string;
  readonly seed: number;
  readonly size: Size;
  readonly fresh?: true;
  readonly json?: true;
  readonly scene?: string;
  readonly ndvi?: string;
  readonly ndviS3?: string;
  readonly landcover?: string;
  readonly dem?: string;
  readonly demHeights: 'egm' | 'ellipsoid';
  readonly prior?: Prior;
  readonly s3Anonymous?: true;
}

/** What `npm start` runs. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('render a world, drop Sentinel-1 scenes of three dates into the store, and let the events do the rest')
    .option('--out <dir>', 'folder of the demo; work that it holds is continued', './data/demo')
    .option('--seed <n>', 'of the world', parseSeed, 1)
    .addOption(new Option('--size <size>', 'of the world').choices(['small', 'medium', 'full']).default('medium'))
    .option('--fresh', 'empty the folder first')
    .option('--scene <path>', 'a scene of your own instead of the demo world; with --ndvi and --landcover')
    .option('--ndvi <dir>', 'with --scene: see s2mp retrieve --help')
    .option('--ndvi-s3 <dir>', 'with --scene')
    .option('--landcover <dir>', 'with --scene')
    .option('--dem <dir>', 'with --scene')
    .addOption(new Option('--dem-heights <kind>', 'with --dem').choices(['egm', 'ellipsoid']).default('egm'))
    .addOption(new Option('--prior <name>', 'with --scene').choices(PRIORS))
    .addOption(s3AnonymousOption())
    .option('--json', 'print JSON instead of a table')
    .addHelpText('after', '\nExample:\n  npm start -- --size small --out data/small --seed 7')
    .action(async (options: DemoOptions) => print(await run(options), options));
}

async function run(options: DemoOptions): Promise<DemoResult> {
  const { out, size, seed, scene, ndvi, landcover, ndviS3, dem, demHeights, prior, s3Anonymous } = options;
  const fresh = options.fresh === true;
  await requireFolder(out);
  if (scene === undefined) {
    if (prior !== undefined) throw new UsageError('--prior goes with --scene: the demo world is neither dry nor wet.');
    await makeOutFolder(resolve(out), out);
    return runDemo(out, { kind: 'world', size, seed }, fresh);
  }
  if (ndvi === undefined || landcover === undefined) {
    throw new UsageError('--scene needs --ndvi and --landcover too: see s2mp retrieve --help.');
  }
  const inputs = {
    scene,
    ndvi,
    landcover,
    demHeights,
    ...(ndviS3 !== undefined && { ndviS3 }),
    ...(dem !== undefined && { dem }),
    ...(prior !== undefined && { prior }),
    ...(s3Anonymous && { s3Anonymous }),
  };
  await makeOutFolder(resolve(out), out);
  return runOwnScene(out, inputs, fresh);
}

function print({ maps, refused, overall, deadLetters, report }: DemoResult, { json }: DemoOptions): void {
  if (json) process.stdout.write(`${JSON.stringify({ maps, refused, overall, report }, null, 2)}\n`);
  else if (maps.length > 0) {
    process.stdout.write(`\n${formatMapTable(maps)}\n\n`);
    for (const [collection, { n, r, bias, ubrmsd, withinOneSigma, truthSd }] of Object.entries(overall)) {
      process.stdout.write(
        `${collection}, all dates, QA 0 and NDVI < 0.7: n ${n}, R ${r.toFixed(3)}, bias ${bias.toFixed(4)}, ` +
          `ubRMSD ${ubrmsd.toFixed(4)} m3 m-3, ${(100 * withinOneSigma).toFixed(1)} % within 1 sigma, ` +
          `SD of the truth ${truthSd.toFixed(3)}\n`,
      );
    }
    if (Object.keys(overall).length > 0) {
      process.stdout.write('Scores against the simulated truth are no scores against the ground.\n');
    }
    process.stdout.write(`Report: ${report}\n`);
  }
  reportRemarks(maps);
  reportRefused(refused);
  for (const { queue, body } of deadLetters)
    process.stderr.write(`s2mp: given up in ${queue}: ${body.slice(0, 200)}\n`);
  if (deadLetters.length > 0 || refused.some(({ state }) => state === 'failed')) process.exitCode = 1;
  else if (maps.length === 0) process.exitCode = EXIT_REJECTED;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31) return seed;
  throw new InvalidArgumentError('a whole number from 0 to 2147483647 is needed.');
}
