import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { BACKSCATTER_QUANTITIES, type BackscatterQuantity } from '../../lib/sentinel1/backscatter-quantity.ts';
import { listScenes } from '../backscatter/list-scenes.ts';
import type { RasterSettings } from '../backscatter/make-raster.ts';
import { makeRasters, type Refusal, requireClasses } from '../backscatter/make-rasters.ts';
import type { RasterRow } from '../backscatter/raster-row.ts';
import { EXIT_REJECTED, whereItHappened } from '../exit-with-message.ts';
import { requireTileFolder } from '../files/folder-tiles.ts';
import { makeOutFolder } from '../files/make-out-folder.ts';
import { requireFolder } from '../files/require-folder.ts';
import { requireOrbitFile } from '../files/require-orbit-file.ts';
import { untilStopped } from '../local/until-stopped.ts';
import { parseBox } from '../parse-box.ts';
import { parseThreads } from '../parse-threads.ts';
import { openProgress } from '../progress/open-progress.ts';
import { reportScenes } from '../progress/report-scenes.ts';
import { s3AnonymousOption, s3OptionsOf } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';

interface BackscatterOptions {
  readonly scene: readonly string[];
  readonly out: string;
  readonly landcover?: string;
  readonly classes: readonly number[] | 'all';
  readonly dem?: string;
  readonly demHeights: 'egm' | 'ellipsoid';
  readonly orbit?: string;
  readonly quantity: BackscatterQuantity;
  readonly bbox?: BoundingBox;
  readonly threads?: number;
  readonly verify?: true;
  readonly s3Anonymous?: true;
  readonly json?: true;
}

/** `s2mp backscatter`: the terrain-corrected means that the retrieval starts from, for anyone who wants just that. */
export function backscatterCommand(): Command {
  return new Command('backscatter')
    .description('turn Sentinel-1 scenes into rasters of VV backscatter, incidence angle and sample count at 1/1008°')
    .requiredOption(
      '--scene <path>',
      'SAFE folder, zip, s3:// prefix of a product, or a local folder of several products; may be repeated',
      collect,
    )
    .requiredOption('--out <path>', 'FILE.tif of one scene, or a folder that gets <product>.tif of each')
    .option('--landcover <dir>', 'LC100 land cover: <tile>.tif at 1/1008°; not needed with --classes all')
    .option('--classes <codes>', 'land-cover codes of the pixels wanted, or all', parseClasses, [30, 40])
    .option('--dem <dir>', 'terrain: <tile>.tif or Copernicus GLO-30 names; without it the annotation grid serves')
    .addOption(
      new Option('--dem-heights <kind>', 'what DEM heights refer to').choices(['egm', 'ellipsoid']).default('egm'),
    )
    .option('--orbit <file>', 'precise-orbit file (.EOF: POEORB, RESORB or PREORB) in place of the annotation orbit')
    .addOption(
      new Option('--quantity <name>', 'what the power is calibrated to')
        .choices(BACKSCATTER_QUANTITIES)
        .default('sigma0'),
    )
    .option('--bbox <W,S,E,N>', 'cut the raster to this area (degrees)', parseBox)
    .option('--threads <n>', 'threads of the scene processing', parseThreads)
    .option('--verify', 'first compare the checksums of all files of the scene that are read, pixels included')
    .addOption(s3AnonymousOption())
    .option('--json', 'print JSON instead of text')
    .addHelpText(
      'after',
      '\nBands: linear power without thermal noise (NaN where there is none), incidence at the ellipsoid (degrees), image' +
        ' samples in the pixel.\nA finished file of the same inputs is kept, so that the same command goes on where it was' +
        ' stopped.\nA scene that cannot be done does not stop the others; the exit code is then 2, or 1 after a failure' +
        ' that nobody foresaw.\n\nExample:\n  s2mp backscatter --scene S1A_….SAFE --classes all --dem dem --out sigma0.tif',
    )
    .action(run);
}

async function run(options: BackscatterOptions): Promise<void> {
  const { classes, demHeights, quantity, landcover, dem, orbit, bbox, threads, verify } = options;
  const settings: RasterSettings = {
    quantity,
    classes,
    demHeights,
    ...(landcover !== undefined && { landcover }),
    ...(dem !== undefined && { dem }),
    ...(orbit !== undefined && { orbit }),
    ...(bbox && { bbox }),
    ...(verify && { verify }),
    ...(threads !== undefined && { threads }),
    s3: s3OptionsOf(options),
    out: await targetOf(options.out),
  };
  requireClasses(settings);
  if (landcover !== undefined) await requireTileFolder('--landcover', landcover);
  if (dem !== undefined) await requireTileFolder('--dem', dem);
  if (orbit !== undefined) await requireOrbitFile(orbit);
  const scenes = await listScenes(options.scene);
  if ('file' in settings.out && scenes.length > 1) {
    throw new UsageError(`--out ${options.out} is one file, but there are ${scenes.length} scenes; give a folder.`);
  }
  await makeOutFolder('file' in settings.out ? dirname(settings.out.file) : settings.out.folder, options.out);
  const display = openProgress();
  const { rasters, refused } = await untilStopped(() =>
    makeRasters(scenes, settings, reportScenes(display, scenes.length)),
  ).finally(() => display.close());
  print(rasters, refused, options);
}

/** What ends in `.tif` is a file, unless there is a folder of that name. @throws UsageError */
async function targetOf(out: string): Promise<RasterSettings['out']> {
  const isFolder = (await stat(out).catch(() => undefined))?.isDirectory() === true;
  if (/\.tiff?$/i.test(out) && !isFolder) {
    await requireFolder(dirname(out), out);
    return { file: out };
  }
  await requireFolder(out);
  return { folder: out };
}

function print(rasters: readonly RasterRow[], refused: readonly Refusal[], { json }: BackscatterOptions): void {
  if (json) process.stdout.write(`${JSON.stringify({ rasters, refused: refused.map(({ row }) => row) }, null, 2)}\n`);
  else for (const row of rasters) process.stdout.write(`${textOf(row)}\n`);
  const ofWhich = (product: string) => (rasters.length + refused.length > 1 ? `${product}: ` : '');
  const remarks = rasters.flatMap(({ product, remarks }) => remarks.map((remark) => `${ofWhich(product)}${remark}`));
  for (const remark of new Set(remarks)) process.stderr.write(`s2mp: ${remark}\n`);
  for (const line of linesOf(refused)) process.stderr.write(line);
  if (refused.length > 0) process.exitCode = refused.some(({ row }) => row.state === 'failed') ? 1 : EXIT_REJECTED;
}

/** The hint at `--debug` once, however many scenes have failed. */
function linesOf(refused: readonly Refusal[]): Set<string> {
  return new Set(
    refused.flatMap(({ row: { scene, state, reason, message }, error }) => [
      `s2mp: ${scene} ${reason === undefined ? state : `${state}(${reason})`}: ${message}\n`,
      state === 'failed' ? whereItHappened(error) : '',
    ]),
  );
}

function textOf({ state, path, width, height, pixels, seconds }: RasterRow): string {
  const size = state === 'made' ? `${width} × ${height} pixels, ${pixels} with a value, ` : '';
  return `${state}  ${path}  ${size}${seconds.toFixed(2)} s`;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** `40,30` or `all`. 255 is LC100's "no data". */
function parseClasses(text: string): readonly number[] | 'all' {
  if (text === 'all') return 'all';
  const codes = text.split(',').map((code) => (/^\d{1,3}$/.test(code) ? Number(code) : Number.NaN));
  if (codes.every((code) => code < 255)) return [...new Set(codes)].sort((a, b) => a - b);
  throw new InvalidArgumentError('codes from 0 to 254 with commas between them are needed, or all.');
}
