import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../lib/cloud/local/temporary-folder.ts';
import { findPython } from './find-python.ts';

async function program(file: string, script: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

const answers = (name: string) => `echo ${name}; echo 3.13.9`;
/** As pyenv's shim of a version that is not chosen. */
const SAYS_NO = 'echo "pyenv: python3.13: command not found" >&2; exit 127';

test('a Python that is on PATH but does not run is passed over', async () => {
  const folder = await temporaryFolder();
  await program(join(folder, 'python3.13'), SAYS_NO);
  await program(join(folder, 'python3.12'), answers('the-second'));
  expect(await findPython({ PATH: folder, HOME: folder })).toEqual({ file: 'the-second', version: '3.13.9' });
});

test('one of an unfit version is passed over', async () => {
  const folder = await temporaryFolder();
  await program(join(folder, 'python3.13'), 'exit 1');
  await program(join(folder, 'python3'), answers('the-third'));
  expect(await findPython({ PATH: folder, HOME: folder })).toMatchObject({ file: 'the-third' });
});

test('the one that is named goes first, those of pyenv last', async () => {
  const folder = await temporaryFolder();
  const named = join(folder, 'named');
  await program(named, answers('the-named'));
  await program(join(folder, '.pyenv/versions/3.12.1/bin/python3.12'), answers('the-last'));
  const env = { PATH: join(folder, 'nothing'), HOME: folder };
  expect(await findPython({ ...env, LOCAL_AWS_PYTHON: named })).toMatchObject({ file: 'the-named' });
  expect(await findPython(env)).toMatchObject({ file: 'the-last' });
});
