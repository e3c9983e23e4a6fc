import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { findPython, type Python } from './find-python.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { type CommandOptions, runCommand } from './run-command.ts';

const lockFile = (name: string) => join(import.meta.dirname, name);
const LOCALSTACK_LOCK = lockFile('localstack.lock');
const UV_LOCK = lockFile('uv.lock');

/**
 * A Python environment with LocalStack in it, one per lock file and interpreter; made when it is not there yet.
 *
 * @param say called before what takes time
 * @returns its Python
 */
export async function pythonEnvironment(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const options = signal ? { signal } : {};
  const python = await findPython(process.env, options);
  const lock = await readFile(LOCALSTACK_LOCK);
  const key = createHash('sha256').update(lock).update(`${python.file} ${python.version}`).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `localstack-${key}`);
  await madeOnce(folder, async (unfinished) => {
    say(`Installing LocalStack for Python ${python.version} (${python.file}), some 15 s, once …`);
    const uv = await installUv(python, options);
    const environment = join(unfinished, 'bin', 'python');
    await runCommand(uv, ['venv', '--quiet', '--python', python.file, unfinished], options);
    const install = ['pip', 'install', '--quiet', '--python', environment, '--require-hashes', '-r', LOCALSTACK_LOCK];
    await runCommand(uv, install, options);
  });
  return join(folder, 'bin', 'python');
}

/** The program that fills environments, many times faster than pip. */
async function installUv(python: Python, options: Pick<CommandOptions, 'signal'>): Promise<string> {
  const key = createHash('sha256')
    .update(await readFile(UV_LOCK))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheFolder(), `uv-${key}`);
  await madeOnce(folder, async (unfinished) => {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', unfinished];
    const install = [...pip, '--require-hashes', '-r', UV_LOCK];
    await runCommand(await pythonWithPip(python, options), install, options);
  });
  return join(folder, 'bin', 'uv');
}

/** A Python that has no pip of its own can still be filled by the pip of another one. */
async function pythonWithPip(python: Python, options: Pick<CommandOptions, 'signal'>): Promise<string> {
  for (const file of [python.file, 'python3']) {
    try {
      await runCommand(file, ['-m', 'pip', '--version'], options);
      return file;
    } catch (error) {
      if (!(error instanceof LocalAwsError)) throw error;
    }
  }
  throw new LocalAwsError(
    `LocalStack is installed by pip, and neither ${python.file} nor python3 has it. Install it (Debian: python3-pip).`,
  );
}

/** Two starts at a time each make their own, and the later one is thrown away: nobody sees a folder that is half made. */
async function madeOnce(folder: string, make: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) return;
  await mkdir(cacheFolder(), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    await make(unfinished);
    await rename(unfinished, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
