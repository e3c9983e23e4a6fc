import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localSceneFiles } from '../../cli/files/local-scene-files.ts';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { LocalEngine } from '../../lib/cloud/local/local-engine.ts';
import { openAnnotation } from '../../lib/sentinel1/open-annotation.ts';
import { findVvFiles } from '../../lib/sentinel1/vv-files.ts';
import { orbitFileXml } from '../lib/sentinel1/orbit-file.ts';
import { type SceneOnDisk, writeScene } from './scene-on-disk.ts';
import { COMMAND, runCommand, startCommand } from './start-command.ts';

const ITEM = 'S1A_IW_20210821T173941_039331_04A4F1';
const itemPath = (out: string) => join(out, 'store/collections/s2mp-s1s2/2021/08/21', ITEM, `${ITEM}.json`);

let disk: SceneOnDisk;
let made: string;
beforeAll(async () => {
  disk = await writeScene();
  made = join(disk.folder, 'made');
});
afterAll(() => rm(disk.folder, { recursive: true, force: true }));

/** The scene beside itself, to be spoilt. */
async function copyOfScene(name: string): Promise<string> {
  const scene = join(disk.folder, name, `${disk.product}.SAFE`);
  await cp(disk.scene, scene, { recursive: true });
  return scene;
}

const withScene = (scene: string, out: string) => ['retrieve', ...disk.inputs, '--scene', scene, '--out', out];

describe('s2mp retrieve', () => {
  test('makes the map: table and path on stdout, progress as lines on stderr, code 0', async () => {
    const { code, stdout, stderr } = await runCommand(withScene(disk.scene, made));
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^acquired \(UTC\) {2,}collection .* arrival→sent s {2,}cells {2,}QA 0 {2,}mean SM$/);
    expect(lines[1]).toMatch(/^2021-08-21 17:39 {2,}s2mp-s1s2 /);
    expect(lines[2]).toBe(itemPath(made));
    expect(existsSync(itemPath(made))).toBe(true);
    expect(stderr).toMatch(/^S1A 2021-08-21T17:39 {2}judge$/m);
    expect(stderr).toMatch(/^S1A 2021-08-21T17:39 {2}backscatter/m);
    expect([...stderr].filter((letter) => letter === '\u001b' || letter === '\r')).toEqual([]);
  });

  test('finds the same map made, and prints it as JSON', async () => {
    const receipts = await receiptsIn(made);
    const { code, stdout } = await runCommand([...withScene(disk.scene, made), '--json']);
    const parsed: unknown = JSON.parse(stdout);
    expect({ code, parsed }).toMatchObject({
      code: 0,
      parsed: {
        refused: [],
        maps: [
          {
            product: disk.product,
            collection: 's2mp-s1s2',
            item: ITEM,
            acquired: '2021-08-21 17:39',
            path: itemPath(made),
            remarks: [],
          },
        ],
      },
    });
    expect(await receiptsIn(made)).toEqual(receipts);
  });

  test('manifest.safe stands for its folder', async () => {
    const { code, stdout } = await runCommand(withScene(join(disk.scene, 'manifest.safe'), made));
    expect({ code, path: stdout.trimEnd().split('\n').at(-1) }).toEqual({ code: 0, path: itemPath(made) });
  });

  test('says on stderr what it had to do without', async () => {
    const out = join(disk.folder, 'no-dem');
    const inputs = disk.inputs.slice(0, disk.inputs.indexOf('--dem'));
    const { code, stderr } = await runCommand(['retrieve', ...inputs, '--out', out]);
    expect(code).toBe(0);
    expect(stderr).toContain('s2mp: Terrain heights are those of the annotation grid: no DEM was given.\n');
    expect(stderr).toContain('s2mp: Slopes are unknown without a DEM: QA bits 9 (steep slope) and 10 ');
  });

  test('with an orbit file the item says which; a file that is none is named as it lies on the disk', async () => {
    const out = join(disk.folder, 'out-orbit');
    await using files = await localSceneFiles(disk.scene);
    const { orbit, firstLineTimeUs } = await openAnnotation(files);
    const file = join(disk.folder, 'S1A_OPER_AUX_POEORB.EOF');
    await writeFile(file, orbitFileXml(orbit, firstLineTimeUs));
    expect((await runCommand([...withScene(disk.scene, out), '--orbit', file])).code).toBe(0);
    const item: unknown = JSON.parse(await readFile(itemPath(out), 'utf8'));
    expect(item).toMatchObject({ properties: { 's2mp:orbit_source': 'POEORB' } });

    const wrong = join(disk.folder, 'wrong.EOF');
    await writeFile(wrong, '<Earth_Explorer_File></Earth_Explorer_File>');
    const { code, stderr } = await runCommand([...withScene(disk.scene, `${out}-2`), '--orbit', wrong]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`rejected(invalid-orbit): ${wrong}: <Earth_Explorer_File> has no <Earth_Expl`),
    });
  });

  test('a rejected scene: the reason on stderr with the path that the user gave, nothing on stdout, code 2', async () => {
    const scene = await copyOfScene('truncated');
    const { measurement } = findVvFiles(await filesOf(scene));
    const path = measurement?.path ?? '';
    await truncate(join(scene, path), 5000);
    const out = join(disk.folder, 'out-truncated');
    const { code, stdout, stderr } = await runCommand(withScene(scene, out));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.split('\n').filter((line) => line.startsWith('s2mp: '))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^s2mp: ${disk.product} rejected\\(incomplete\\): ${scene}: ${path} \\(5000 of \\d+ bytes\\) is missing or ` +
            'incomplete\\. Put the whole product there, manifest\\.safe last\\.$',
        ),
      ),
    ]);
    expect(existsSync(join(out, 'store/collections'))).toBe(false);
  });

  test('a scene that is put right is made at the next start on the same folder', async () => {
    const scene = await copyOfScene('put-right');
    const { annotation } = findVvFiles(await filesOf(scene));
    const path = join(scene, annotation?.path ?? '');
    const text = await readFile(path, 'utf8');
    await writeFile(path, 'not found');
    const out = join(disk.folder, 'out-put-right');
    const first = await runCommand(withScene(scene, out));
    expect({ code: first.code, stderr: first.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`rejected(invalid-annotation): ${path}: is not well-formed XML: line 1:`),
    });
    await writeFile(path, text);
    expect((await runCommand(withScene(scene, out))).code).toBe(0);
    expect(existsSync(itemPath(out))).toBe(true);
  });

  test('--verify finds a changed pixel, also of a map that was made without it, and changes no run', async () => {
    const receipts = await receiptsIn(made);
    const sound = await runCommand([...withScene(disk.scene, made), '--verify']);
    expect({ code: sound.code, receipts: await receiptsIn(made) }).toEqual({ code: 0, receipts });
    const scene = await copyOfScene('one-pixel');
    const path = join(scene, findVvFiles(await filesOf(scene)).measurement?.path ?? '');
    const file = await open(path, 'r+');
    await file.write(Uint8Array.of(255), 0, 1, (await file.stat()).size - 1);
    await file.close();
    const out = join(disk.folder, 'out-one-pixel');
    expect((await runCommand(withScene(scene, out))).code).toBe(0);
    const { code, stdout, stderr } = await runCommand([...withScene(scene, out), '--verify']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^s2mp: \S+ rejected\(invalid-measurement\): (\S+): its MD5 is [0-9a-f]{32}, the manifest says [0-9a-f]{32}\. /m,
    );
    expect(stderr).toContain(path);
  });

  test('a map that an earlier run made is no answer to a run that is rejected for its collection', async () => {
    const receipts = await receiptsIn(made);
    const { code, stdout, stderr } = await runCommand([...withScene(disk.scene, made), '--fast']);
    expect({ code, stdout, receipts: await receiptsIn(made) }).toEqual({ code: 2, stdout: '', receipts });
    expect(stderr.split('\n').filter((line) => line.startsWith('s2mp: '))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^s2mp: ${disk.product} s2mp-s1s2 rejected\\(no-power-overview\\): .* Process it without --fast\\.$`,
        ),
      ),
    ]);
    const noNdvi = join(disk.folder, 'no-ndvi');
    await mkdir(noNdvi);
    const without = await runCommand([...withScene(disk.scene, made), '--ndvi', noNdvi]);
    expect({ code: without.code, stdout: without.stdout }).toEqual({ code: 2, stdout: '' });
    expect(without.stderr).toMatch(/ s2mp-s1s2 rejected\(no-ndvi\): /);
    expect(existsSync(itemPath(made))).toBe(true);
  });

  test('tiles that are wrong are named as they lie on the disk, also in JSON', async () => {
    const landcover = join(disk.folder, 'wrong-landcover');
    await mkdir(landcover);
    await cp(join(disk.folder, 'landcover/N43E003.tif'), join(landcover, 'N43E004.tif'));
    await cp(join(disk.folder, 'landcover/N43E003.tif'), join(landcover, 'N43E003.tif'));
    const out = join(disk.folder, 'out-wrong-landcover');
    const args = [...withScene(disk.scene, out), '--landcover', landcover, '--json'];
    const { code, stdout } = await runCommand(args);
    const parsed: unknown = JSON.parse(stdout);
    expect({ code, parsed }).toEqual({
      code: 2,
      parsed: {
        maps: [],
        refused: [
          {
            product: disk.product,
            state: 'rejected',
            reason: 'invalid-landcover',
            message: expect.stringMatching(new RegExp(`^${landcover}/N43E004\\.tif: the edges .* Make the tile again`)),
          },
        ],
      },
    });
  });

  test('a failure that nobody foresaw: code 1 and one line, no stack trace', async () => {
    const out = join(disk.folder, 'out-unforeseen');
    await mkdir(join(out, 'engine/queues'), { recursive: true });
    // A file where the queue's folder belongs.
    await writeFile(join(out, 'engine/queues/arrivals'), '');
    const { code, stdout, stderr } = await runCommand(withScene(disk.scene, out));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^s2mp: /);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  test('after a failure the map of an earlier run is not shown as if it had come of this one', async () => {
    const out = join(disk.folder, 'made-before');
    await cp(made, out, { recursive: true });
    // A file where a folder belongs.
    await rm(join(out, 'store/acquisitions'), { recursive: true });
    await writeFile(join(out, 'store/acquisitions'), '');
    const { code, stdout, stderr } = await runCommand([...withScene(disk.scene, out), '--prior', 'dry']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^s2mp: ${disk.product} failed\\([0-9a-f]{12}\\): .*acquisitions`, 'm'));
    expect(existsSync(itemPath(out))).toBe(true);
  });

  test('a folder that another process works in is refused, and stays as it is', async () => {
    const out = join(disk.folder, 'out-locked');
    const engine = await LocalEngine.open({ folder: join(out, 'engine'), clock: SYSTEM_CLOCK });
    try {
      const { code, stdout, stderr } = await runCommand(withScene(disk.scene, out));
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`s2mp: ${join(out, 'engine')} is in use by process ${process.pid}.`);
      expect(stderr).not.toMatch(/^ {4}at /m);
      expect(existsSync(join(out, 'store'))).toBe(false);
    } finally {
      await engine.close();
    }
  });

  test.skipIf(process.platform === 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with a message, and the same command goes on', async (signal, expected) => {
    const out = join(disk.folder, `out-${signal}`);
    const dem = join(disk.folder, `dem-${signal}`);
    await mkdir(dem);
    // A pipe in place of a tile: the command waits in it until somebody opens the other end.
    const pipe = join(dem, 'N43E003.tif');
    await promisify(execFile)('mkfifo', [pipe]);
    const args = [...withScene(disk.scene, out), '--dem', dem];
    const command = startCommand(args);
    await command.saw('judge');
    command.kill(signal);
    const other = await open(pipe, 'w');
    await other.close();
    const { code, stdout, stderr } = await command.finished;
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe('s2mp: Stopped. The same command goes on where this one was.');
    await rm(pipe);
    expect((await runCommand(args)).code).toBe(0);
    expect(existsSync(itemPath(out))).toBe(true);
    expect(existsSync(join(out, 'store/statistics/summary'))).toBe(true);
  });
});

describe('s2mp info', () => {
  test('says what a scene is', async () => {
    const { code, stdout, stderr } = await runCommand(['info', disk.scene, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      product: disk.product,
      platform: 'S1A',
      pass: 'ASCENDING',
      relativeOrbit: 59,
      noise: 'range-azimuth',
    });
  });

  test('says what a COG is, as text', async () => {
    const run = (await readdir(join(itemPath(made), '..'))).find((name) => !name.endsWith('.json')) ?? '';
    const path = join(itemPath(made), '..', run, 'sm.tif');
    const { code, stdout, stderr } = await runCommand(['info', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^epsg +4326$/m);
    expect(stdout).toMatch(/^dataType +float32$/m);
    expect(stdout).toMatch(/^bands +.*m3 m-3/m);
  });

  test('says why a scene can never become a map, with code 2', async () => {
    const scene = await copyOfScene('no-noise');
    const { noise } = findVvFiles(await filesOf(scene));
    await rm(join(scene, noise?.path ?? ''));
    expect(await runCommand(['info', scene])).toEqual({
      code: 2,
      stdout: '',
      stderr: `s2mp: ${scene}: the product has no annotation/calibration/noise-…-vv-….xml. Download the product again.\n`,
    });
  });

  test('ends quietly when nobody reads what it says', async () => {
    const { stderr } = await promisify(execFile)('sh', [
      '-c',
      `"$1" "$2" info "$3" | true`,
      'sh',
      process.execPath,
      COMMAND,
      disk.scene,
    ]);
    expect(stderr).toBe('');
  });
});

const hasScript = existsSync('/usr/bin/script');

describe.skipIf(!hasScript)('on a terminal (skipped where there is no util-linux `script`)', () => {
  test('shows bars in place of lines', async () => {
    const out = join(disk.folder, 'out-terminal');
    const command = [process.execPath, COMMAND, ...withScene(disk.scene, out)];
    const quoted = command.map((word) => `'${word}'`).join(' ');
    const { stdout } = await promisify(execFile)('script', ['-qec', quoted, '/dev/null'], {
      env: { ...process.env, TERM: 'xterm' },
    });
    expect(stdout).toMatch(/S1A 2021-08-21T17:39 +[█░]{24} +\d+ % /);
    expect(stdout).toContain(itemPath(out));
  });
});

async function filesOf(scene: string): Promise<{ path: string }[]> {
  const entries = await readdir(scene, { recursive: true });
  return entries.map((path) => ({ path: path.replaceAll('\\', '/') }));
}

/** Names and contents. */
async function receiptsIn(out: string): Promise<[string, string][]> {
  const folder = join(out, 'store/receipts');
  const names = await readdir(folder);
  return Promise.all(
    names.sort().map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as [string, string]),
  );
}
