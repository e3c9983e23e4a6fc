import { Command } from 'commander';
import { pushTiles } from '../../lib/pipeline/operations/push-tiles.ts';
import { explainAwsFailure } from '../aws/explain-aws-failure.ts';
import { regionOption, stackOption } from '../aws/stack-options.ts';
import { EXIT_REJECTED } from '../exit-with-message.ts';
import { listTileFiles } from '../files/list-tile-files.ts';
import { untilStopped } from '../local/until-stopped.ts';
import { openProgress } from '../progress/open-progress.ts';
import { describePush, formatPush } from '../tiles/describe-push.ts';
import { reportPush } from '../tiles/report-push.ts';
import { UsageError } from '../usage.error.ts';

interface PushOptions {
  readonly stack?: string;
  readonly bucket?: string;
  readonly region?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** `s2mp tiles`: land cover, terrain and NDVI of a deployed pipeline. */
export function tilesCommand(): Command {
  const push = new Command('push')
    .description('put land cover, terrain and NDVI where a deployed pipeline reads them')
    .argument('<dir>', 'folder laid out as the store, for example the store/ of a demo')
    .addOption(stackOption().conflicts('bucket'))
    .option('--bucket <name>', 'bucket of the pipeline, in place of a stack')
    .addOption(regionOption())
    .option('--dry-run', 'check the tiles and compare them with what lies there, but send nothing')
    .option('--json', 'print JSON instead of text')
    .addHelpText(
      'after',
      `
Below <dir>:
  landcover/<year>/<tile>.tif             LC100, 1008 x 1008
  dem/<tile>.tif                          or the names of Copernicus GLO-30 as downloaded
  ndvi/filled/<tile>/<yyyy-mm-dd>.tif     1008 x 1008
  ndvi/s3/<tile>/<yyyy-mm-dd>.tif         112 x 112
A tile is named by its south-west corner: N43E003. Each is read as the retrieval would read it before it is sent; what is
refused is named at the end, and the exit code is then 2. What lies there already with the same content is not sent again:
the same command goes on where it was stopped.

Example:
  s2mp tiles push data/small/store --stack S2mpNrt`,
    )
    .action(run);
  return new Command('tiles').description('put tiles into the bucket of a deployed pipeline').addCommand(push);
}

async function run(dir: string, options: PushOptions): Promise<void> {
  const { dryRun, json, region } = options;
  const files = await listTileFiles(dir);
  const bucket = await bucketOf(options);
  const { openS3Stores } = await import('../s3/open-s3-stores.ts');
  using stores = await openS3Stores({ anonymous: false, ...(region !== undefined && { region }) });
  const store = stores.storeOf(bucket);
  const progress = openProgress();
  const pushed = await untilStopped(() =>
    pushTiles(files, { store, ...(dryRun && { dryRun }), onProgress: reportPush(progress) }),
  )
    .catch((error: unknown) => {
      throw explainAwsFailure(error, `s3://${bucket}`);
    })
    .finally(() => progress.close());
  const description = describePush(bucket, pushed, dryRun === true);
  process.stdout.write(`${json ? JSON.stringify(description, null, 2) : formatPush(description)}\n`);
  const refused = description.tiles.flatMap(({ reason }) => reason ?? []);
  for (const reason of refused) process.stderr.write(`s2mp: ${reason}\n`);
  if (refused.length > 0) process.exitCode = EXIT_REJECTED;
}

async function bucketOf({ stack, bucket, region }: PushOptions): Promise<string> {
  if (bucket !== undefined) return bucket;
  if (stack === undefined) throw new UsageError('Say where the tiles go: --stack NAME, or --bucket BUCKET.');
  const { readStackOutputs, requireOutput } = await import('../aws/stack-outputs.ts');
  return requireOutput(await readStackOutputs(stack, region), 'Bucket', stack);
}
