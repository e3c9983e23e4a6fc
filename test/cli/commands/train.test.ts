import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openNetwork } from '../../../lib/s2mp/open-network.ts';

const run = promisify(execFile);
const commands = new URL('../../../cli/commands/', import.meta.url).pathname;

/** Runs one command in a process of its own, as `s2mp` does. */
function command(file: string, name: string, args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const script = `import { ${name} } from '${commands}${file}'; await ${name}().parseAsync(process.argv.slice(1), { from: 'user' });`;
  return run(process.execPath, ['--input-type=module', '--eval', script, '--', ...args]);
}

describe('s2mp train', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's2mp-train-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes model, plot and card, reports progress on stderr and the result as JSON on stdout', async () => {
    const out = join(folder, 'trained');
    const { stdout, stderr } = await command('train.ts', 'trainCommand', [
      ...[
        '--out',
        out,
        '--samples',
        '3000',
        '--seed',
        '5',
        '--prior',
        'dry',
        '--threads',
        '1',
        '--test-states',
        '600',
        '--json',
      ],
      ...['--set', 'clayPercent=20'],
    ]);
    expect((await readdir(out)).sort()).toEqual(['MODEL_CARD.md', 's2mp-vv-dry.onnx', 's2mp-vv-dry.svg']);
    const { models } = JSON.parse(stdout);
    const network = await openNetwork(new Uint8Array(await readFile(join(out, 's2mp-vv-dry.onnx'))));
    expect(models).toEqual([{ sha256: network.sha256, metadata: network.metadata }]);
    expect(network.metadata.settings.seed).toBe(5);
    expect(network.metadata.problem.forward.clayPercent).toBe(20);
    const card = await readFile(join(out, 'MODEL_CARD.md'), 'utf8');
    expect(card).toContain(network.sha256);
    expect(card).toMatch(/`clayPercent` \| 20 \| % \| overridden/);
    expect(await readFile(join(out, 's2mp-vv-dry.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(stderr).toMatch(/s2mp-vv-dry {2}sm 5: RMSE \(m3 m-3\) 0\.\d+/);
  });
});

describe('s2mp models compare', () => {
  it('scores two models on the same states', async () => {
    const models = new URL('../../../layers/model/', import.meta.url).pathname;
    const { stdout } = await command('models.ts', 'modelsCommand', [
      ...['compare', `${models}s2mp-vv.onnx`, `${models}s2mp-vv-dry.onnx`, '--states', '1500', '--json'],
    ]);
    const comparison = JSON.parse(stdout);
    const [best, dry] = comparison.models;
    expect(best.states).toBe(1500);
    expect(best.bayesRmseM3M3).toBe(dry.bayesRmseM3M3);
    // Over the whole range of SM the network of the dry range cannot win.
    expect(dry.rmseM3M3).toBeGreaterThan(best.rmseM3M3);
    expect(comparison.rmsDifferenceM3M3).toBeGreaterThan(0.01);
  });

  it('names a model file that is not there', async () => {
    await expect(command('models.ts', 'modelsCommand', ['compare', 'nowhere.onnx', 'b.onnx'])).rejects.toThrow(
      'nowhere.onnx: no such file',
    );
  });

  it('names a model file that is no network', async () => {
    const other = new URL('../../../package.json', import.meta.url).pathname;
    await expect(command('models.ts', 'modelsCommand', ['compare', other, other])).rejects.toThrow(
      /package\.json: the model file is corrupt/,
    );
  });
});
