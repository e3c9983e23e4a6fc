import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Mount } from '../../lib/cloud/local/mount.ts';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { type Configuration, parseConfiguration } from '../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';
import type { CollectionId } from '../../lib/product/collection-id.ts';
import { EXIT_REJECTED } from '../exit-with-message.ts';
import { LOCAL_BUCKET, openLocalSystem } from '../local/open-local-system.ts';
import { stopOnSignal } from '../local/stop-on-signal.ts';
import { formatMapTable } from '../maps/format-map-table.ts';
import { readMapRows, type SceneRows } from '../maps/read-map-rows.ts';
import { openProgress } from '../progress/open-progress.ts';
import { reportScene } from '../progress/report-scene.ts';
import { UsageError } from '../usage.error.ts';

export interface SceneInputs {
  readonly scene: string;
  readonly landcover: string;
  readonly ndvi: string;
  readonly ndviS3?: string;
  readonly dem?: string;
  readonly demHeights: 'egm' | 'ellipsoid';
}

interface RetrieveOptions extends SceneInputs {
  readonly out: string;
  readonly bbox?: BoundingBox;
  readonly threads?: number;
  readonly json?: true;
}

const GLOBE: BoundingBox = [-180, -90, 180, 90];
const LANDCOVER_YEAR = 2019;

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
  const { mounts, location, product } = await mountInputs(options);
  const progress = openProgress();
  if (options.dem === undefined) progress.say('No --dem: terrain heights are those of the annotation grid.');
  const system = await openLocalSystem({
    folder: resolve(options.out),
    configuration: configurationFor(options, options.bbox ?? GLOBE),
    mounts,
    log: SILENT_LOG,
    retrieval: {
      ...(options.threads !== undefined && { threads: options.threads }),
      onProgress: reportScene(progress),
    },
  });
  const stop = stopOnSignal();
  try {
    const order = { type: 'reprocessing-order', scene: { bucket: LOCAL_BUCKET, prefix: location } };
    await system.services.arrivals.send(JSON.stringify(order));
    await system.run(stop.signal);
    progress.close();
    print(await readMapRows(system.store, product), options);
  } finally {
    stop.release();
    progress.close();
    await system.close();
  }
}

/** Where the user's files appear in the store. @throws UsageError for a path that does not exist */
export async function mountInputs(
  inputs: SceneInputs,
): Promise<{ readonly mounts: Mount[]; readonly location: string; readonly product: string }> {
  const name = basename(resolve(inputs.scene));
  const product = name.replace(/\.(SAFE|zip)$/i, '');
  const isFolder = await isDirectory(inputs.scene, '--scene');
  const location = isFolder ? `scenes/${product}.SAFE` : `scenes/${product}.zip`;
  const folders: [string, string, string | undefined][] = [
    ['--landcover', `landcover/${LANDCOVER_YEAR}/`, inputs.landcover],
    ['--ndvi', 'ndvi/filled/', inputs.ndvi],
    ['--ndvi-s3', 'ndvi/s3/', inputs.ndviS3],
    ['--dem', 'dem/', inputs.dem],
  ];
  const mounts: Mount[] = [
    { prefix: isFolder ? `${location}/` : location, path: resolve(inputs.scene), readOnly: true },
  ];
  for (const [option, prefix, path] of folders) {
    if (path === undefined) continue;
    if (!(await isDirectory(path, option))) throw new UsageError(`${option} ${path} is a file; a folder is needed.`);
    mounts.push({ prefix, path: resolve(path), readOnly: true });
  }
  return { mounts, location, product };
}

async function isDirectory(path: string, option: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`${option} ${path}: there is no such file or folder.`);
  return found.isDirectory();
}

export function configurationFor(inputs: SceneInputs, bbox: BoundingBox): Configuration {
  const collections: CollectionId[] = inputs.ndviS3 === undefined ? ['s2mp-s1s2'] : ['s2mp-s1s2', 's2mp-s1s3'];
  return parseConfiguration({
    areasOfInterest: [{ name: 'asked-for', bbox }],
    collections,
    landcoverYear: LANDCOVER_YEAR,
    heights: inputs.dem === undefined ? 'annotation-grid' : `dem-${inputs.demHeights}`,
    // A person waits: what is not there now is missing.
    incompleteAfterHours: 0,
    maxReceiveCount: 2,
  });
}

function print({ maps, refused }: SceneRows, { out, json }: RetrieveOptions): void {
  const paths = maps.map(({ key }) => join(out, 'store', key));
  if (json) {
    const withPaths = maps.map((map, i) => ({ ...map, path: paths[i] }));
    process.stdout.write(`${JSON.stringify({ maps: withPaths, refused }, null, 2)}\n`);
  } else if (maps.length > 0) {
    process.stdout.write(`${formatMapTable(maps)}\n${paths.join('\n')}\n`);
  }
  for (const { collection, state, reason, message } of refused) {
    const about = [collection, state + (reason === undefined ? '' : `(${reason})`)].filter(Boolean).join(' ');
    process.stderr.write(`s2mp: ${about}: ${message}\n`);
  }
  if (maps.length > 0) return;
  process.exitCode = refused.some(({ state }) => state === 'failed' || state === 'in-flight') ? 1 : EXIT_REJECTED;
}

function parseBox(text: string): BoundingBox {
  const [west, south, east, north, ...rest] = text.split(',').map(Number);
  if ([west, south, east, north].some((value) => value === undefined || Number.isNaN(value)) || rest.length > 0) {
    throw new InvalidArgumentError('four numbers are needed: west,south,east,north in degrees.');
  }
  return [west ?? 0, south ?? 0, east ?? 0, north ?? 0];
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new InvalidArgumentError('a whole number from 1 to 64 is needed.');
}
