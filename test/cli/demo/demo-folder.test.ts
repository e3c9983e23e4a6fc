import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDemoFolder } from '../../../cli/demo/demo-folder.ts';
import type { DemoSettings } from '../../../cli/demo/demo-marker.ts';
import { UsageError } from '../../../cli/usage.error.ts';
import { EngineLock } from '../../../lib/cloud/local/engine-lock.ts';
import { EngineLockedError } from '../../../lib/cloud/local/engine-locked.error.ts';

const SEED_1: DemoSettings = { kind: 'world', size: 'small', seed: 1 };
const SEED_2: DemoSettings = { kind: 'world', size: 'small', seed: 2 };

describe('openDemoFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 's2mp-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (path: string, text = 'x') => {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  };
  const files = async () =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  const marker = async () => JSON.parse(await readFile(join(folder, 'demo.json'), 'utf8'));

  it('claims a folder that is not there yet', async () => {
    const inner = join(folder, 'a/b');
    await openDemoFolder(inner, SEED_1, false);
    expect(await files()).toEqual(['a/b/demo.json']);
  });

  it('goes on with work of the same settings and touches nothing', async () => {
    await openDemoFolder(folder, SEED_1, false);
    await write('store/receipts/a.json');
    await openDemoFolder(folder, SEED_1, false);
    expect(await files()).toEqual(['demo.json', 'store/receipts/a.json']);
  });

  it('refuses other settings, with the option that helps', async () => {
    await openDemoFolder(folder, SEED_1, false);
    await expect(openDemoFolder(folder, SEED_2, false)).rejects.toThrow(
      new UsageError(
        `${folder} holds a demo with size small and seed 1, not size small and seed 2. ` +
          'Name another folder with --out, or empty this one with --fresh.',
      ),
    );
    await expect(openDemoFolder(folder, { kind: 'scene', scene: '/x.SAFE' }, false)).rejects.toThrow('scene /x.SAFE');
  });

  it.each([
    ['a file', 'holiday.jpg'],
    ['a folder of the same name as one of ours', 'engine/piston.txt'],
    ['a store without a marker', 'store/a.tif'],
  ])('refuses a foreign folder with %s, with --fresh too', async (_, path) => {
    await write(path);
    for (const fresh of [false, true]) {
      await expect(openDemoFolder(folder, SEED_1, fresh)).rejects.toThrow('is not empty and holds no demo');
    }
    expect(await files()).toEqual([path]);
  });

  it('empties what a demo wrote with --fresh, and nothing else', async () => {
    await openDemoFolder(folder, SEED_1, false);
    for (const path of ['store/a.tif', 'engine/queues/a/1.json', 'truth/a.tif', 'report.html', 'notes.txt']) {
      await write(path);
    }
    await openDemoFolder(folder, SEED_2, true);
    expect([await files(), await marker()]).toEqual([['demo.json', 'notes.txt'], SEED_2]);
  });

  it('ends a clearing that was killed, also without --fresh, since what is left is no whole demo', async () => {
    await write('demo.json', '{"kind":"clearing"}\n');
    await write('store/collections/half.tif');
    await openDemoFolder(folder, SEED_1, false);
    expect([await files(), await marker()]).toEqual([['demo.json'], SEED_1]);
  });

  it('goes on after a start that was killed before its marker was whole', async () => {
    await write('demo.json.part', '{"ki');
    await write('engine/lock', '');
    await openDemoFolder(folder, SEED_1, false);
    expect([await files(), await marker()]).toEqual([['demo.json'], SEED_1]);
  });

  it('asks for --fresh where the marker cannot be read', async () => {
    await write('demo.json', '{}');
    await expect(openDemoFolder(folder, SEED_1, false)).rejects.toThrow('cannot be read. Start again with --fresh.');
    await openDemoFolder(folder, SEED_1, true);
    expect(await marker()).toEqual(SEED_1);
  });

  it('clears nothing while another process works', async () => {
    await openDemoFolder(folder, SEED_1, false);
    await write('store/a.tif');
    const lock = await EngineLock.take(join(folder, 'engine'));
    await expect(openDemoFolder(folder, SEED_2, true)).rejects.toThrow(EngineLockedError);
    await lock.release();
    expect([await files(), await marker()]).toEqual([['demo.json', 'store/a.tif'], SEED_1]);
  });

  it('gives an empty folder to exactly one of two that start at once', async () => {
    const starts = [SEED_1, SEED_2].map((settings) => openDemoFolder(folder, settings, false));
    const results = await Promise.allSettled(starts);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = results[0]?.status === 'fulfilled' ? SEED_1 : SEED_2;
    expect(await marker()).toEqual(winner);
  });
});
