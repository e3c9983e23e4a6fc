import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundleFunction, bundleFunctions, entriesOf } from '../../cdk/bundle-functions.ts';
import { type FunctionName, VARIABLES_OF } from '../../functions/environment.ts';
import { buildLayers, type Layers } from '../../layers/build-layers.ts';

const root = new URL('../../', import.meta.url).pathname;
mkdirSync(join(root, '.build'), { recursive: true });
/** Inside of the project, so that the sources find its packages; the bundles are run where there are none. */
const folder = mkdtempSync(join(root, '.build', 'test-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function source(text: string): string {
  const file = join(folder, `source-${count++}.ts`);
  writeFileSync(file, text);
  return file;
}

function outputFolder(): string {
  return join(folder, `bundle-${count++}`);
}

describe('a bundle', () => {
  it('runs alone, with CommonJS packages inside, in one minified ESM file with its map', async () => {
    const output = outputFolder();
    const index = source(`
      import { S3Client } from '@aws-sdk/client-s3';
      import middy from '@middy/core';
      import yauzl from 'yauzl';
      class OddlyNamedError extends Error {}
      console.log(typeof S3Client, typeof middy, typeof yauzl.fromRandomAccessReader, OddlyNamedError.name);`);
    await bundleFunction({ index }, output);
    expect(readdirSync(output).sort()).toEqual(['index.mjs', 'index.mjs.map']);
    const alone = mkdtempSync(join(tmpdir(), 's2mp-bundle-'));
    try {
      writeFileSync(join(alone, 'index.mjs'), readFileSync(join(output, 'index.mjs')));
      const printed = execFileSync(process.execPath, [join(alone, 'index.mjs')], { encoding: 'utf8', env: {} });
      expect(printed).toBe('function function function OddlyNamedError\n');
    } finally {
      rmSync(alone, { recursive: true, force: true });
    }
  });

  it('leaves what comes from layers to the layers', async () => {
    const output = outputFolder();
    await bundleFunction({ index: source(`import 'onnxruntime-node'; import 's2mp-model';`) }, output);
    const imports = readFileSync(join(output, 'index.mjs'), 'utf8').match(/import"[^"]+"/g);
    expect(imports).toEqual(['import"onnxruntime-node"', 'import"s2mp-model"']);
  });

  it('starts a worker from the file beside it and runs its own entry once', async () => {
    const output = outputFolder();
    const log = join(folder, 'runs.log');
    const index = source(`
      import { appendFileSync } from 'node:fs';
      import { Worker } from 'node:worker_threads';
      appendFileSync(${JSON.stringify(log)}, 'index\\n');
      const worker = new Worker(new URL('./worker.mjs', import.meta.url));
      worker.on('message', (text) => console.log(text));`);
    const worker = source(`
      import { appendFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      appendFileSync(${JSON.stringify(log)}, 'worker\\n');
      parentPort?.postMessage('hello from the worker');`);
    await bundleFunction({ index, worker }, output);
    const printed = execFileSync(process.execPath, [join(output, 'index.mjs')], { encoding: 'utf8', env: {} });
    expect({ printed, runs: readFileSync(log, 'utf8') }).toEqual({
      printed: 'hello from the worker\n',
      runs: 'index\nworker\n',
    });
  });

  it('may read TIFFs with geotiff, but not decode with its Pool', async () => {
    const reads = source(`import { fromArrayBuffer } from 'geotiff'; console.log(typeof fromArrayBuffer);`);
    await bundleFunction({ index: reads }, outputFolder());
    const decodes = source(POOL);
    await expect(bundleFunction({ index: decodes }, outputFolder())).rejects.toThrow(
      /holds node_modules\/web-worker\/.* which would start the bundle again/,
    );
  });

  it('is refused for that reason: such a bundle does run itself again', async () => {
    const outfile = join(folder, 'pool.mjs');
    const entry = source(POOL);
    await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', absWorkingDir: root });
    const { stdout } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', timeout: 5_000 });
    expect(stdout.match(/entry/g)?.length).toBeGreaterThan(1);
  });

  it('names a source that is missing', async () => {
    await expect(bundleFunction({ index: join(root, 'functions/none/handler.ts') }, outputFolder())).rejects.toThrow(
      'functions/none/handler.ts does not exist, but a function is made from it.',
    );
  });
});

const POOL = `
  import { Pool } from 'geotiff';
  import { writeSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  writeSync(1, 'entry\\n');
  if (isMainThread) setTimeout(() => process.exit(0), 1500);
  new Pool(1).bindParameters(1, {});`;

describe('the functions of this project', () => {
  let folders: Record<FunctionName, string>;
  let layers: Layers;
  beforeAll(async () => {
    folders = await bundleFunctions(join(folder, 'functions'));
    layers = await buildLayers({ folder: join(folder, 'layers') });
  }, 60_000);

  it('are bundled whole, the retrieval with its threads and its kernel', () => {
    const files = Object.fromEntries(Object.entries(folders).map(([name, path]) => [name, readdirSync(path).sort()]));
    const handler = ['index.mjs', 'index.mjs.map'];
    expect(files).toEqual({
      intake: handler,
      retrieve: ['band.worker.mjs', 'band.worker.mjs.map', ...handler, 'scene-kernel.wasm'],
      'fan-out': handler,
      statistics: handler,
      'budget-guard': handler,
    });
  });

  it('sum an image in threads, with the entry and the kernel that lie beside the bundle', async () => {
    const output = outputFolder();
    const { 'band.worker': worker, 'scene-kernel': kernel } = entriesOf('retrieve');
    const from = (path: string) => JSON.stringify(join(root, path));
    const index = source(`
      import { toPixels100m, windowAround } from ${from('lib/grid/grid-window.ts')};
      import { openTiff } from ${from('lib/raster/open-tiff.ts')};
      import { sourceOfBytes } from ${from('lib/raster/range-source.ts')};
      import { accumulateSigma0 } from ${from('lib/sentinel1/accumulate-sigma0.ts')};
      import { PATHS, syntheticAnnotation } from ${from('test/lib/sentinel1/synthetic-orbit.ts')};
      import { tiffBytes } from ${from('test/lib/sentinel1/tiff-bytes.ts')};
      const [samples, lines] = [400, 600];
      const annotation = syntheticAnnotation(PATHS.ascending, samples, lines, 0);
      const { longitudeDeg: lon, latitudeDeg: lat } = annotation.geolocationGrid;
      const box = [Math.min(...lon), Math.min(...lat), Math.max(...lon), Math.max(...lat)];
      const window = toPixels100m(windowAround(box, 112));
      const pixel = Float64Array.of(0, samples - 1);
      const tiff = tiffBytes(new Uint16Array(samples * lines).fill(300), samples, lines, { tile: 128, compression: 8 });
      const scene = {
        annotation,
        calibration: { vectors: [0, lines].map((line) => ({ line, pixel, amplitude: Float64Array.of(600, 600) })) },
        noise: { kind: 'none', range: [], azimuth: [] },
        measurement: await openTiff(sourceOfBytes('vv.tiff', tiff)),
        validSamples: { first: 0, last: samples - 1, firstLine: 0, lastLine: lines - 1 },
      };
      const mask = new Uint8Array(window.width * window.height).fill(1);
      const heights = new Float32Array((window.width + 1) * (window.height + 1));
      const cells = await accumulateSigma0(scene, window, mask, heights, { threads: 2 });
      const found = cells.samples.reduce((sum, count) => sum + count, 0);
      console.log(found, new Set(cells.sigma0.filter((value) => !Number.isNaN(value))));`);
    await bundleFunction({ index, 'band.worker': worker ?? '', 'scene-kernel': kernel ?? '' }, output);
    const alone = mkdtempSync(join(tmpdir(), 's2mp-threads-'));
    onTestFinished(() => rmSync(alone, { recursive: true, force: true }));
    cpSync(output, alone, { recursive: true });
    const printed = execFileSync(process.execPath, [join(alone, 'index.mjs')], { encoding: 'utf8', env: {} });
    expect(printed).toBe('240000 Set(1) { 0.25 }\n');
  });

  const onThisMachine = it.runIf(process.platform === 'linux' && process.arch === 'x64');
  onThisMachine.each((Object.keys(VARIABLES_OF) as FunctionName[]).filter((name) => name !== 'budget-guard'))(
    '%s starts with its layers, once, and answers',
    (name) => {
      const alone = mkdtempSync(join(tmpdir(), 's2mp-function-'));
      onTestFinished(() => rmSync(alone, { recursive: true, force: true }));
      cpSync(folders[name], alone, { recursive: true });
      const script = `
      const { handler } = await import(${JSON.stringify(join(alone, 'index.mjs'))});
      console.log('answer', JSON.stringify(await handler({ Records: [] }, { awsRequestId: '1', getRemainingTimeInMillis: () => 9000 })));`;
      const modules = [layers.onnxruntime, layers.model].map((layer) => join(layer, 'nodejs', 'node_modules'));
      const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        cwd: alone,
        env: { ...ENVIRONMENT, ...(name === 'retrieve' ? { NODE_PATH: modules.join(':') } : {}) },
      });
      expect(printed.split('\n').filter((line) => line.startsWith('answer'))).toEqual([
        'answer {"batchItemFailures":[]}',
      ]);
    },
  );
});

const QUEUE = 'http://127.0.0.1:9/queue/us-east-1/000000000000/none';
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  BUCKET: 'none',
  CONFIGURATION: '{"areasOfInterest":[{"name":"montpellier","bbox":[3.1,43.4,4.3,44.1]}]}',
  ARRIVALS_QUEUE_URL: QUEUE,
  RETRIEVAL_NRT_QUEUE_URL: QUEUE,
  RETRIEVAL_BULK_QUEUE_URL: QUEUE,
  STATISTICS_QUEUE_URL: QUEUE,
  TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:none',
  PRICES: '{}',
  SCENE_BUCKETS: '[{"bucket":"sentinel-s1-l1c","region":"eu-central-1"}]',
  DEM_SOURCE: '{"kind":"glo30","bucket":"copernicus-dem-30m","region":"eu-central-1"}',
  BULK_MAPPING_ID: '4c1a0bf6-0a6c-4bd1-a9a3-1c1f0fbdd0a2',
  BUDGET: '{"monthlyUsd":10,"bulkConcurrency":2}',
};
