import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelName, type Prior } from '../lib/s2mp/prior.ts';

export type LayerArchitecture = 'x64' | 'arm64';

export interface LayerOptions {
  readonly folder?: string;
  readonly architecture?: LayerArchitecture;
  readonly modelFolder?: string;
  /** Which network the model layer holds: that of the pipeline's configuration. */
  readonly prior?: Prior;
}

export interface Layers {
  /** Folder of the inference runtime. */
  readonly onnxruntime: string;
  /** Folder of the trained network. */
  readonly model: string;
}

/** Of Lambda's 250 MB for a function with its layers, unzipped; what is pruned wrongly goes far above it (288 MB). */
export const MAX_LAYER_BYTES = 60e6;

/** Package in which the functions find a network: `createRequire(import.meta.url).resolve('s2mp-model/s2mp-vv.onnx')`. */
export const MODEL_PACKAGE = 's2mp-model';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Where `cdk synth` expects the layers; ignored by git. */
export const LAYERS_FOLDER = join(root, '.build', 'layers');

/** A layer that cannot be made as it should be. */
export class LayerError extends Error {
  readonly tag = 'LayerError';
  override readonly name = 'LayerError';
}

/**
 * Makes the two layer folders anew from `node_modules` and `layers/model`. Packages lie below `nodejs/node_modules`,
 * where every runtime finds them; nothing may rely on `/opt`, which only AWS has.
 */
export async function buildLayers(options: LayerOptions = {}): Promise<Layers> {
  const { folder = LAYERS_FOLDER, architecture = 'x64', modelFolder = join(root, 'layers', 'model') } = options;
  const { prior = 'none' } = options;
  const layers = { onnxruntime: join(folder, 'onnxruntime'), model: join(folder, 'model') };
  await rm(folder, { recursive: true, force: true });
  await copyOnnxruntime(join(layers.onnxruntime, 'nodejs', 'node_modules'), architecture);
  await copyModel(modelFolder, `${modelName(prior)}.onnx`, join(layers.model, 'nodejs', 'node_modules', MODEL_PACKAGE));
  await assertSize(layers);
  return layers;
}

/** Only what `require('onnxruntime-node')` loads on the CPU of one architecture; types, maps and installers stay out. */
async function copyOnnxruntime(target: string, architecture: LayerArchitecture): Promise<void> {
  const runtime = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  // Its main file is dist/cjs/index.js; the package does not export its package.json.
  const common = join(dirname(createRequire(join(runtime, 'package.json')).resolve('onnxruntime-common')), '..', '..');
  const binaries = join('bin', 'napi-v6', 'linux', architecture);
  await copyFiles(runtime, join(target, 'onnxruntime-node'), [
    'package.json',
    ...(await filesIn(runtime, 'dist', '.js')),
    join(binaries, 'libonnxruntime.so.1'),
    join(binaries, 'onnxruntime_binding.node'),
  ]);
  await copyFiles(common, join(target, 'onnxruntime-common'), [
    'package.json',
    join('dist', 'cjs', 'package.json'),
    ...(await filesIn(common, join('dist', 'cjs'), '.js')),
  ]);
}

async function copyModel(source: string, file: string, target: string): Promise<void> {
  const model = join(source, file);
  const size = await stat(model).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) throw new LayerError(`${model} is missing or empty; train the network first: npx s2mp train.`);
  await copyFiles(source, target, [file]);
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const manifest = { name: MODEL_PACKAGE, version };
  await writeFile(join(target, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function filesIn(packageFolder: string, folder: string, suffix: string): Promise<string[]> {
  const names = await readdir(join(packageFolder, folder));
  return names.filter((name) => name.endsWith(suffix)).map((name) => join(folder, name));
}

async function copyFiles(source: string, target: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    await cp(join(source, name), join(target, name));
  }
}

async function assertSize(layers: Layers): Promise<void> {
  for (const [name, folder] of Object.entries(layers)) {
    const bytes = await folderBytes(folder);
    if (bytes > MAX_LAYER_BYTES) {
      throw new LayerError(
        `The layer ${name} has ${Math.round(bytes / 1e6)} MB, more than ${MAX_LAYER_BYTES / 1e6} MB.`,
      );
    }
  }
}

export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
