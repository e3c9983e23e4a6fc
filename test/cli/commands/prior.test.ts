import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderSink } from '../../../cli/files/folder-sink.ts';
import { createDemo, DEMO_AREAS, DEMO_PASSES } from '../../../lib/simulate/demo.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../../lib/simulate/render-tiles.ts';

const root = new URL('../../../', import.meta.url).pathname;
let folder: string;
let sceneOptions: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-prior-'));
  const { scenario, box, acquisitions } = createDemo({
    seed: 5,
    box: DEMO_AREAS.tiny,
    passes: DEMO_PASSES.slice(0, 1),
    seaShare: 0,
  });
  const sink = folderSink(folder);
  await renderTiles(scenario, box, ['2021-08-15'], sink);
  const [first] = acquisitions;
  if (!first) throw new Error('a demo without acquisitions');
  const plan = planAcquisition(first.acquisition);
  await renderScene(scenario, plan, sink, { threads: 1 });
  const inputs = { scene: `${plan.product}.SAFE`, landcover: 'landcover', ndvi: 'ndvi', dem: 'dem' };
  sceneOptions = Object.entries(inputs).flatMap(([name, path]) => [`--${name}`, join(folder, path)]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A file of the checkout's `cli` as a user starts it. */
const s2mp = (...args: string[]) => promisify(execFile)(process.execPath, [join(root, 'cli/s2mp.mjs'), ...args]);

interface MadeMap {
  readonly run: string;
  readonly model: { readonly name: string; readonly prior: string; readonly sha256: string };
  readonly receiptModel: unknown;
  readonly receiptParameters: { readonly prior: string };
  readonly meanSm: number;
}

/** The live map of a folder, from its documents. */
function madeMap(out: string): MadeMap {
  const store = join(folder, out, 'store');
  const documents = readdirSync(join(store, 'collections'), { recursive: true, encoding: 'utf8' });
  const [item] = documents.filter((name) => name.endsWith('.json') && !name.endsWith('collection.json'));
  const { properties } = JSON.parse(readFileSync(join(store, 'collections', String(item)), 'utf8'));
  const receipt = JSON.parse(readFileSync(join(store, 'receipts', `${properties['s2mp:run']}.json`), 'utf8'));
  return {
    run: properties['s2mp:run'],
    model: properties['s2mp:model'],
    receiptModel: receipt.model,
    receiptParameters: receipt.parameters,
    meanSm: properties['s2mp:mean_sm'],
  };
}

const sha256Of = (model: string): string =>
  createHash('sha256')
    .update(readFileSync(join(root, 'layers/model', `${model}.onnx`)))
    .digest('hex');

describe('--prior', () => {
  it('makes retrieve take the network of the prior, in a run of its own that item and receipt name', {
    timeout: 60_000,
  }, async () => {
    const maps: MadeMap[] = [];
    for (const prior of [[], ['--prior', 'none'], ['--prior', 'dry'], ['--prior', 'wet']]) {
      await s2mp('retrieve', ...sceneOptions, '--out', join(folder, 'out'), ...prior);
      maps.push(madeMap('out'));
    }
    const [byDefault, none, dry, wet] = maps;
    expect(byDefault).toEqual(none);
    const models = { none: 's2mp-vv', dry: 's2mp-vv-dry', wet: 's2mp-vv-wet' } as const;
    for (const [prior, map] of [['none', none] as const, ['dry', dry] as const, ['wet', wet] as const]) {
      const model = { name: models[prior], prior, sha256: sha256Of(models[prior]) };
      expect(map).toMatchObject({ model, receiptModel: model, receiptParameters: { prior } });
    }
    expect(new Set(maps.map(({ run }) => run)).size).toBe(3);
    expect(dry?.meanSm).toBeLessThan(none?.meanSm ?? Number.NaN);
    expect(wet?.meanSm).toBeGreaterThan(none?.meanSm ?? Number.NaN);
  });

  it('goes through s2mp demo --scene too', async () => {
    await s2mp('demo', ...sceneOptions, '--out', join(folder, 'demo'), '--prior', 'wet');
    expect(madeMap('demo').model.prior).toBe('wet');
  });

  it('is refused for the demo world, and by name if there is no such prior', async () => {
    const demo = s2mp('demo', '--out', join(folder, 'world'), '--prior', 'wet');
    await expect(demo).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('--prior goes with --scene') });
    const damp = s2mp('retrieve', ...sceneOptions, '--out', join(folder, 'damp'), '--prior', 'damp');
    await expect(damp).rejects.toMatchObject({ stderr: expect.stringMatching(/'damp'.*none, dry, wet/) });
  });
});
