import { existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { type CommandOptions, runCommand } from './run-command.ts';

export interface Python {
  readonly file: string;
  readonly version: string;
}

/** LocalStack 4.14 starts with 3.12 and 3.13 only; a Python built without these modules is of no use either. */
const PROBE = `
import sys, ssl, sqlite3
if not (3, 12) <= sys.version_info[:2] <= (3, 13): sys.exit(1)
print(sys.executable, sys.version.split()[0], sep='\\n')
`;

const FROM_DEBIAN = join(import.meta.dirname, 'python313-deb.sh');

/**
 * A Python 3.12 or 3.13: the one of `LOCAL_AWS_PYTHON`, one on PATH, or one of pyenv's. On a Debian that has none, that of
 * Debian 13 is unpacked into the cache folder, which takes some seconds once.
 *
 * @throws LocalAwsError if there is none and none can be had
 */
export async function findPython(
  env: NodeJS.ProcessEnv = process.env,
  options: Pick<CommandOptions, 'signal'> = {},
): Promise<Python> {
  for (const file of candidates(env)) {
    const python = await probe(file, { ...options, env });
    if (python) return python;
  }
  const none = 'LocalStack needs Python 3.12 or 3.13, and there is none on PATH.';
  const whatToDo = 'Install one, or name it in LOCAL_AWS_PYTHON.';
  if (!existsSync('/etc/debian_version')) throw new LocalAwsError(`${none} ${whatToDo}`);
  try {
    return await unpackFromDebian({ ...options, env });
  } catch (cause) {
    if (!(cause instanceof LocalAwsError)) throw cause;
    throw new LocalAwsError(`${none} ${whatToDo} Debian's cannot be had either: ${cause.message}`, { cause });
  }
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const pyenv = join(env.PYENV_ROOT || join(env.HOME || homedir(), '.pyenv'), 'versions');
  return [
    ...(env.LOCAL_AWS_PYTHON ? [env.LOCAL_AWS_PYTHON] : []),
    ...['python3.13', 'python3.12', 'python3'],
    ...['3.13', '3.12'].flatMap((minor) => globSync(join(pyenv, `${minor}*`, 'bin', `python${minor}`)).sort()),
  ];
}

/** By running it: pyenv puts a `python3.13` on PATH that only says that it is not there. */
async function probe(file: string, options: CommandOptions): Promise<Python | undefined> {
  try {
    const [executable = '', version = ''] = (await runCommand(file, ['-c', PROBE], options)).split('\n');
    return { file: executable, version };
  } catch (error) {
    if (error instanceof LocalAwsError) return undefined;
    throw error;
  }
}

async function unpackFromDebian(options: CommandOptions): Promise<Python> {
  const printed = await runCommand('bash', [FROM_DEBIAN, join(cacheFolder(options.env), 'python313')], options);
  const file = printed.trim().split('\n').at(-1) ?? '';
  const python = await probe(file, options);
  if (!python) throw new LocalAwsError(`${file} does not run.`);
  return python;
}
