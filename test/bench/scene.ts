/**
 * What a scene's way to its maps costs, stage by stage, then the whole command, and beside it in the same run what GDAL
 * alone does with the image and what reading and decoding cost on this machine:
 *
 *   npm run bench:scene                                      on a full-size scene that it renders (1 GB, once)
 *   npm run bench:scene -- --scene S --landcover D --dem D --ndvi D [--dem-heights ellipsoid] [--fast]
 *
 * Files should be in the page cache: the first stage reads the image. Times of stages are the best of three rounds, that of the
 * whole command the median.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { folderTiles } from '../../cli/files/folder-tiles.ts';
import { localSceneFiles } from '../../cli/files/local-scene-files.ts';
import { demFileNames } from '../../lib/dem/dem-file-names.ts';
import { toPixels100m, windowAround } from '../../lib/grid/grid-window.ts';
import { classMask } from '../../lib/landcover/class-mask.ts';
import { readLandcover } from '../../lib/landcover/read-landcover.ts';
import { assetCogSpec, MAP_ASSETS } from '../../lib/product/map-assets.ts';
import { emptyMapCells } from '../../lib/product/map-cells.ts';
import { isEligible } from '../../lib/product/sample-cells.ts';
import { decodeBlock } from '../../lib/raster/decode-block.ts';
import { encodeCog } from '../../lib/raster/encode-cog.ts';
import { openNetwork } from '../../lib/s2mp/open-network.ts';
import { accumulateSigma0 } from '../../lib/sentinel1/accumulate-sigma0.ts';
import { kernelModule, startKernel } from '../../lib/sentinel1/kernel/load-kernel.ts';
import { createSceneMemory } from '../../lib/sentinel1/kernel/scene-memory.ts';
import { openScene } from '../../lib/sentinel1/open-scene.ts';
import { planBands } from '../../lib/sentinel1/plan-bands.ts';
import { readBand } from '../../lib/sentinel1/read-band.ts';
import { createSceneInput } from '../../lib/sentinel1/scene-input.ts';
import { findVvFiles } from '../../lib/sentinel1/vv-files.ts';
import { cornerHeights } from '../support/corner-heights.ts';
import { readModel } from '../support/read-model.ts';
import { measureProcess } from './scene/measured-process.ts';
import { renderBenchScene } from './scene/render-bench-scene.ts';
import { StageClock } from './scene/stage-clock.ts';

const { values } = parseArgs({
  options: {
    scene: { type: 'string' },
    landcover: { type: 'string' },
    dem: { type: 'string' },
    ndvi: { type: 'string' },
    'dem-heights': { type: 'string', default: 'egm' },
    fast: { type: 'boolean', default: false },
  },
});
const own = values.scene !== undefined && values.landcover && values.dem && values.ndvi ? values : undefined;
if (values.scene !== undefined && !own) throw new Error('--scene needs --landcover, --dem and --ndvi');
const { scene: path = '', landcover = '', dem = '', ndvi = '' } = own ?? (await renderBenchScene());
const heights = values['dem-heights'] === 'ellipsoid' ? 'ellipsoid' : 'egm';
console.log(`${cpus()[0]?.model}, ${cpus().length} cores, Node ${process.version}\n${path}\n`);

const clock = new StageClock();
await using files = await localSceneFiles(path);
const scene = await clock.time('open: XML of manifest, annotation, calibration, noise; headers', () =>
  openScene(files),
);
const { annotation, measurement } = scene;
const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
const box = [
  Math.min(...longitudeDeg),
  Math.min(...latitudeDeg),
  Math.max(...longitudeDeg),
  Math.max(...latitudeDeg),
] as const;
const window = toPixels100m(windowAround(box, 112));
const pixels = window.width * window.height;
const { classes } = await clock.time(
  'land cover',
  async () => {
    await using tiles = await folderTiles('--landcover', landcover);
    return await readLandcover(tiles, window);
  },
  { count: [pixels / 1e6, 'Mpx'] },
);
const cornerHeightsM = await clock.time('terrain: DEM, heights at 100-m corners', async () => {
  await using tiles = await folderTiles('--dem', dem, demFileNames);
  return await cornerHeights(tiles, window, heights);
});
const mask = classMask(classes, isEligible);
const wanted = mask.reduce((sum, one) => sum + one, 0);
const input = await clock.time('locate: orbit, Doppler and range at the 1-km corners', () =>
  createSceneInput(scene, window, mask, cornerHeightsM),
);

const megapixels = (annotation.samples * annotation.lines) / 1e6;
const [level] = measurement.levels;
const plans = await planBands(level, input.cells, scene.hasBorderNoise);
const buffers = plans.map(({ bytes }) => new Uint8Array(bytes));
const bytes = plans.reduce((sum, plan) => sum + plan.bytes, 0);
await clock.time(
  'read: all of the image that the window needs',
  async () => {
    for (const [i, plan] of plans.entries()) await readBand(measurement.source, plan, buffers[i] as Uint8Array);
  },
  { count: [bytes / 1e6, 'MB'] },
);
const isCompressed = level.layout.compression !== 1;
await clock.time(
  isCompressed ? 'decode: the same, one thread' : 'decode: nothing to do, the samples are not compressed',
  () => {
    if (!isCompressed) return;
    for (const [i, plan] of plans.entries()) {
      for (const { bufferOffset, byteCount, lines } of plan.blocks) {
        decodeBlock((buffers[i] as Uint8Array).subarray(bufferOffset, bufferOffset + byteCount), level.layout, lines);
      }
    }
  },
  { ...(isCompressed && { count: [megapixels, 'Mpx'] as const }), rounds: 1 },
);
buffers.length = 0;
for (const threads of [1, cpus().length]) {
  await clock.time(
    `read + decode + accumulate + calibrate, ${threads} thread${threads > 1 ? 's' : ''}`,
    () => accumulateSigma0(scene, window, mask, cornerHeightsM, { threads }),
    { count: [megapixels, 'Mpx'] },
  );
}
const areas = { bands: 0, bandBytes: 0, threads: 0, blockBytes: 0, partials: 0 };
const { memory, sceneAt } = createSceneMemory(input, areas);
const kernel = startKernel(kernelModule(), memory);
await clock.time(
  'calibrate: noise and calibration of every wanted pixel, one thread',
  () => {
    for (let i = 0; i < wanted; i++) {
      kernel.finishPixel(sceneAt, i, 4_000_000, 100, (i * 7) % annotation.lines, (i * 9) % annotation.samples);
    }
  },
  { count: [wanted / 1e6, 'Mpx'] },
);
const network = await openNetwork(await readModel());
await network.prepare();
const column = (value: number) => new Float32Array(wanted).fill(value);
const [sigma0Db, incidenceDeg, greenness] = [column(-11), column(39), column(0.4)];
await clock.time('network', () => network.retrieve(sigma0Db, incidenceDeg, greenness), {
  count: [wanted / 1e6, 'Mpx'],
});
const cells = emptyMapCells(windowAround(box, 112));
cells.sm.forEach((_, i) => {
  cells.sm[i] = 0.1 + 0.2 * Math.abs(Math.sin(i));
});
await clock.time('write: the four COGs of a map', () =>
  Promise.all(MAP_ASSETS.map((asset) => encodeCog(assetCogSpec(asset, cells, { RUN: 'bench' })))),
);

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 's2mp-bench-'));
try {
  const args = ['s2mp', 'retrieve', '--scene', path, '--landcover', landcover, '--ndvi', ndvi, '--dem', dem];
  const options = ['--dem-heights', heights, ...(values.fast ? ['--fast'] : [])];
  const runs = [];
  for (let round = 0; round < 3; round++) {
    const run = await measureProcess('npx', [...args, ...options, '--out', join(folder, `out-${round}`)], root);
    if (run.code !== 0) throw new Error(`s2mp retrieve ended with ${run.code}: ${run.stderr}`);
    runs.push(run);
  }
  runs.sort((a, b) => a.wallS - b.wallS);
  const [, median = runs[0]] = runs;
  console.log();
  const cost = (run: typeof median) => run && `CPU ${run.cpuS.toFixed(1)} s, peak ${run.peakMb.toFixed(0)} MB`;
  clock.add(
    `whole: npx s2mp retrieve${values.fast ? ' --fast' : ''}, median of 3`,
    (median?.wallS ?? 0) * 1000,
    cost(median),
  );
  const image = path.endsWith('.zip') ? undefined : findVvFiles(await files.list()).measurement?.path;
  if (image !== undefined && existsSync('/usr/bin/gdal_translate')) {
    const to = join(folder, 'gdal.tif');
    const gdal = ['-q', '-r', 'average', '-outsize', '12.5%', '12.5%', join(path, image), to];
    const run = await measureProcess('gdal_translate', gdal);
    clock.add('GDAL alone: reads, decodes and averages the image by 8 (no terrain)', run.wallS * 1000, cost(run));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
