import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { PRIORS } from '../../lib/s2mp/prior.ts';
import { EXIT_REJECTED } from '../exit-with-message.ts';
import { makeOutFolder } from '../files/make-out-folder.ts';
import { requireFolder } from '../files/require-folder.ts';
import { retrieveOwnScene } from '../local/retrieve-own-scene.ts';
import { configurationFor, mountInputs, type SceneInputs } from '../local/scene-inputs.ts';
import { formatMapTable } from '../maps/format-map-table.ts';
import type { SceneRows } from '../maps/read-map-rows.ts';
import { reportRefused } from '../maps/report-refused.ts';
import { reportRemarks } from '../maps/report-remarks.ts';
import { parseBox } from '../parse-box.ts';
import { parseThreads } from '../parse-threads.ts';
import { openProgress } from '../progress/open-progress.ts';
import { s3AnonymousOption } from '../s3/s3-options.ts';

interface RetrieveOptions extends SceneInputs {
  readonly out: string;
  readonly bbox?: BoundingBox;
  readonly threads?: number;
  readonly verify?: true;
  readonly json?: true;
}

export function retrieveCommand(): Command {
  return new Command('retrieve')
    .description('turn one Sentinel-1 scene into 1-km soil-moisture maps')
    .requiredOption('--scene <path>', 'SAFE folder, zip, folder in the layout of the public bucket, or an s3:// prefix')
    .requiredOption('--ndvi <dir>', 'gap-filled NDVI: <tile>/<yyyy-mm-dd>.tif at 1/1008°')
    .requiredOption('--landcover <dir>', 'LC100 land cover: <tile>.tif at 1/1008°')
    .requiredOption('--out <dir>', 'where store/ and engine/ go; kept and continued if they exist')
    .option('--ndvi-s3 <dir>', 'NDVI at 1 km: <tile>/<yyyy-mm-dd>.tif at 1/112°; makes the second collection too')
    .option('--dem <dir>', 'terrain: <tile>.tif or Copernicus GLO-30 names; without it the annotation grid serves')
    .addOption(
      new Option('--dem-heights <kind>', 'what DEM heights refer to').choices(['egm', 'ellipsoid']).default('egm'),
    )
    .option('--orbit <file>', 'precise-orbit file (.EOF: POEORB, RESORB or PREORB) in place of the annotation orbit')
    .addOption(
      new Option('--prior <name>', 'what you know of the wetness: nothing, dry to slightly wet, or very wet soil')
        .choices(PRIORS)
        .default('none'),
    )
    .option('--fast', "a quick look from the image's 80-m overview, where the product has one of mean power")
    .option('--bbox <W,S,E,N>', 'cut the maps to this area (degrees)', parseBox)
    .option('--threads <n>', 'threads of the scene processing', parseThreads)
    .option('--verify', 'first compare the checksums of all files of the scene that are read, pixels included')
    .addOption(s3AnonymousOption())
    .option('--json', 'print JSON instead of a table')
    .addHelpText(
      'after',
      '\nExample:\n  s2mp retrieve --scene S1A_….SAFE --ndvi ndvi --landcover landcover --dem dem --out out',
    )
    .action(retrieveScene);
}

async function retrieveScene(options: RetrieveOptions): Promise<void> {
  const { out, bbox, threads, verify } = options;
  await requireFolder(out);
  const mounted = await mountInputs(options);
  await makeOutFolder(resolve(out), out);
  const { rows, deadLetters } = await retrieveOwnScene(
    {
      folder: resolve(out),
      mounted,
      configuration: configurationFor(options, bbox),
      progress: openProgress(),
      ...(threads !== undefined && { threads }),
      ...(verify && { verify }),
    },
    async () => ({}),
  );
  print(rows, options);
  // Without a record of the scene nothing else would say that it was given up.
  if (deadLetters.length === 0) return;
  const queues = [...new Set(deadLetters.map(({ queue }) => queue))].join(', ');
  process.stderr.write(`s2mp: ${options.scene}: given up in ${queues}. The same command tries again.\n`);
  process.exitCode = 1;
}

function print({ maps, refused }: SceneRows, { out, json }: RetrieveOptions): void {
  const paths = maps.map(({ key }) => join(out, 'store', key));
  if (json) {
    const withPaths = maps.map((map, i) => ({ ...map, path: paths[i] }));
    process.stdout.write(`${JSON.stringify({ maps: withPaths, refused }, null, 2)}\n`);
  } else if (maps.length > 0) {
    process.stdout.write(`${formatMapTable(maps)}\n${paths.join('\n')}\n`);
  }
  reportRemarks(maps);
  reportRefused(refused);
  if (maps.length > 0) return;
  process.exitCode = refused.some(({ state }) => state === 'failed' || state === 'in-flight') ? 1 : EXIT_REJECTED;
}
