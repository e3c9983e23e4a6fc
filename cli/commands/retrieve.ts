import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { PRIORS } from '../../lib/s2mp/prior.ts';
import { EXIT_REJECTED } from '../exit-with-message.ts';
import { requireFolder } from '../files/require-folder.ts';
import { retrieveOwnScene } from '../local/retrieve-own-scene.ts';
import { configurationFor, mountInputs, type SceneInputs } from '../local/scene-inputs.ts';
import { formatMapTable } from '../maps/format-map-table.ts';
import type { SceneRows } from '../maps/read-map-rows.ts';
import { reportRefused } from '../maps/report-refused.ts';
import { reportRemarks } from '../maps/report-remarks.ts';
import { openProgress } from '../progress/open-progress.ts';

interface RetrieveOptions extends SceneInputs {
  readonly out: string;
  readonly bbox?: BoundingBox;
  readonly threads?: number;
  readonly json?: true;
}

export function retrieveCommand(): Command {
  return new Command('retrieve')
    .description('turn one Sentinel-1 scene into 1-km soil-moisture maps')
    .requiredOption('--scene <path>', 'SAFE folder, zip, or folder in the layout of the public bucket')
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
    .option('--bbox <W,S,E,N>', 'cut the maps to this area (degrees)', parseBox)
    .option('--threads <n>', 'threads of the scene processing', parseThreads)
    .option('--json', 'print JSON instead of a table')
    .addHelpText(
      'after',
      '\nExample:\n  s2mp retrieve --scene S1A_….SAFE --ndvi ndvi --landcover landcover --dem dem --out out',
    )
    .action(retrieveScene);
}

async function retrieveScene(options: RetrieveOptions): Promise<void> {
  const { out, bbox, threads } = options;
  await requireFolder(out);
  const { rows } = await retrieveOwnScene(
    {
      folder: resolve(out),
      mounted: await mountInputs(options),
      configuration: configurationFor(options, bbox),
      progress: openProgress(),
      ...(threads !== undefined && { threads }),
    },
    async () => ({}),
  );
  print(rows, options);
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

function parseBox(text: string): BoundingBox {
  const [west = NaN, south = NaN, east = NaN, north = NaN, ...rest] = text.split(',').map(Number);
  if ([west, south, east, north].some(Number.isNaN) || rest.length > 0) {
    throw new InvalidArgumentError('four numbers are needed: west,south,east,north in degrees.');
  }
  if (!(west >= -180 && west <= 180 && west < east && east <= 540 && south >= -90 && south < north && north <= 90)) {
    throw new InvalidArgumentError('west must be less than east and south less than north, within the globe.');
  }
  return [west, south, east, north];
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new InvalidArgumentError('a whole number from 1 to 64 is needed.');
}
