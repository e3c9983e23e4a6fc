import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '../../../cli/files/write-whole.ts';

/** Beyond what Linux gives. */
const DEAD = 2 ** 30;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's2mp-write-whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('makes the folders, and what was written at last is there', async () => {
  const path = join(folder, 'a', 'b', 'x.tif');
  await writeWhole(path, Uint8Array.of(1));
  await writeWhole(path, Uint8Array.of(2, 3));
  expect(await readFile(path)).toEqual(Buffer.of(2, 3));
  expect(await readdir(join(folder, 'a', 'b'))).toEqual(['x.tif']);
});

test('removes the parts of processes that are no more, and nothing else', async () => {
  const dead = [`x.tif.${DEAD}-0123abcd.part`, `x.tif.${process.pid}-0123abcd.part`];
  const others = [`x.tif.${process.ppid}-0123abcd.part`, `y.tif.${DEAD}-0123abcd.part`, 'x.tif.1.part', 'x.tif.part'];
  for (const name of [...dead, ...others]) await writeFile(join(folder, name), '');
  await writeWhole(join(folder, 'x.tif'), Uint8Array.of(1));
  expect((await readdir(folder)).sort()).toEqual([...others, 'x.tif'].sort());
});

test('writers of one file do not touch what the other writes', async () => {
  const path = join(folder, 'x.tif');
  const contents = Array.from({ length: 8 }, (_, i) => Buffer.alloc(2 ** 20, i));
  await Promise.all(contents.map((bytes) => writeWhole(path, bytes)));
  const found = await readFile(path);
  expect(contents.some((bytes) => bytes.equals(found))).toBe(true);
  expect(await readdir(folder)).toEqual(['x.tif']);
});

test('an exit in the middle leaves no part', async () => {
  const module = new URL('../../../cli/files/write-whole.ts', import.meta.url).href;
  const script = `
    import { readdirSync } from 'node:fs';
    import { writeWhole } from '${module}';
    writeWhole('x.tif', new Uint8Array(2 ** 28));
    const look = () => {
      const [name] = readdirSync('.');
      if (name === undefined) return setImmediate(look);
      process.stdout.write(name);
      process.exit();
    };
    look();`;
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  expect({ stdout, left: await readdir(folder) }).toEqual({
    stdout: expect.stringMatching(/^x\.tif\.\d+-[0-9a-f]{8}\.part$/),
    left: [],
  });
});
