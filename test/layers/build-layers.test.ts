import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLayers, folderBytes, type Layers, MAX_LAYER_BYTES } from '../../layers/build-layers.ts';
import { doublingModel } from './doubling-model.ts';

const folder = mkdtempSync(join(tmpdir(), 's2mp-layers-'));
const modelFolder = join(folder, 'trained');
let layers: Layers;

beforeAll(async () => {
  mkdirSync(modelFolder);
  writeFileSync(join(modelFolder, 's2mp-vv.onnx'), doublingModel());
  layers = await buildLayers({ folder: join(folder, 'x64'), modelFolder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(layer: string): string[] {
  return readdirSync(layer, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(layer, 'nodejs', 'node_modules').length + 1))
    .sort();
}

describe('the layer of the inference runtime', () => {
  it.each(['x64', 'arm64'] as const)(
    'holds the libraries of %s and no other, within the limit',
    async (architecture) => {
      const built = await buildLayers({ folder: join(folder, architecture), architecture, modelFolder });
      const files = filesOf(built.onnxruntime);
      const binaries = `onnxruntime-node/bin/napi-v6/linux/${architecture}`;
      expect(files.filter((name) => !name.endsWith('.js') && !name.endsWith('package.json'))).toEqual([
        `${binaries}/libonnxruntime.so.1`,
        `${binaries}/onnxruntime_binding.node`,
      ]);
      expect(await folderBytes(built.onnxruntime)).toBeLessThanOrEqual(MAX_LAYER_BYTES);
    },
  );

  it.runIf(process.platform === 'linux' && process.arch === 'x64')(
    'runs the network of the model layer, both found by name as functions find them',
    () => {
      const elsewhere = join(folder, 'function');
      mkdirSync(elsewhere);
      const script = `
        import { createRequire } from 'node:module';
        const require = createRequire(import.meta.url);
        const { InferenceSession, Tensor } = require('onnxruntime-node');
        const session = await InferenceSession.create(require.resolve('s2mp-model/s2mp-vv.onnx'));
        const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2.5), [2]) });
        console.log(JSON.stringify({ y: [...y.data], from: require.resolve('onnxruntime-node') }));`;
      writeFileSync(join(elsewhere, 'index.mjs'), script);
      const modules = [layers.onnxruntime, layers.model].map((layer) => join(layer, 'nodejs', 'node_modules'));
      const output = execFileSync(process.execPath, [join(elsewhere, 'index.mjs')], {
        encoding: 'utf8',
        env: { NODE_PATH: modules.join(':') },
      });
      expect(JSON.parse(output)).toEqual({
        y: [2, 5],
        from: join(layers.onnxruntime, 'nodejs/node_modules/onnxruntime-node/dist/index.js'),
      });
    },
  );
});

describe('the layer of the model', () => {
  it('is a package of the network alone', () => {
    expect(filesOf(layers.model)).toEqual(['s2mp-model/package.json', 's2mp-model/s2mp-vv.onnx']);
  });

  it('holds the network of the prior that is configured', async () => {
    const wet = await buildLayers({ folder: join(folder, 'wet'), prior: 'wet' });
    expect(filesOf(wet.model)).toEqual(['s2mp-model/package.json', 's2mp-model/s2mp-vv-wet.onnx']);
  });

  it('is refused with what to do when there is no network', async () => {
    const empty = join(folder, 'untrained');
    mkdirSync(empty);
    await expect(buildLayers({ folder: join(folder, 'none'), modelFolder: empty })).rejects.toThrow(
      /s2mp-vv\.onnx is missing or empty; train the network first: npx s2mp train/,
    );
  });
});
