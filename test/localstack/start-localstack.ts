import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf, isAlive, type ProcessIdentity } from '../../lib/cloud/local/process-identity.ts';
import { isPortFree } from './free-port.ts';
import { killGroup } from './kill-group.ts';
import { LocalAwsError } from './local-aws.error.ts';
import { pythonEnvironment } from './python-environment.ts';

export const LOCALSTACK_VERSION = '4.14.0';

export interface LocalstackOptions {
  /** Of the loopback interface. */
  readonly port: number;
  /** For everything that this LocalStack writes; made anew. */
  readonly folder: string;
  /** Whether it ends when this process does, however that happens. */
  readonly endsWithStarter: boolean;
  readonly say: (line: string) => void;
  /** Ends the installation and the start. */
  readonly signal?: AbortSignal;
  /** Told as soon as there is a process, long before it answers. */
  readonly onProcess?: (process: ProcessIdentity) => Promise<void>;
}

const START_MS = 60_000;
const POLL_MS = 100;

/**
 * Starts LocalStack without Docker and waits until it answers. If it does not, or is interrupted, nothing of it is left.
 *
 * @throws LocalAwsError if it cannot be had, does not start, or somebody else listens on its port
 */
export async function startLocalstack(options: LocalstackOptions): Promise<ProcessIdentity> {
  const { port, folder, endsWithStarter, say, signal, onProcess } = options;
  const python = await pythonEnvironment(say, signal);
  signal?.throwIfAborted();
  // Whoever listens there would be taken for LocalStack.
  if (!(await isPortFree(port))) throw new LocalAwsError(`Something listens on 127.0.0.1:${port} already.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'tmp'), { recursive: true });
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const child = spawn(python, ['-m', 'localproc'], {
    // A session of its own: an interrupt from the terminal reaches only the starter, which then stops it in order.
    detached: true,
    stdio: ['ignore', log, log],
    env: localstackVariables(python, port, folder, endsWithStarter),
  });
  closeSync(log);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signal) => {
    ended = `it ended with ${code ?? signal}`;
  });
  const identity = identityOf(child.pid ?? 0);
  try {
    if (child.pid !== undefined) await onProcess?.(identity);
    for (const begun = Date.now(); ended !== undefined || !(await answers(port)); await pause(POLL_MS)) {
      signal?.throwIfAborted();
      if (Date.now() - begun > START_MS) ended = `no answer within ${START_MS / 1000} s`;
      if (ended !== undefined) throw await doesNotStart(ended, logFile);
    }
    signal?.throwIfAborted();
    if (!isAlive(identity)) throw await doesNotStart('it has ended, and somebody else answers', logFile);
    return identity;
  } catch (error) {
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    throw error;
  }
}

async function doesNotStart(why: string, logFile: string): Promise<LocalAwsError> {
  const tail = (await readFile(logFile, 'utf8')).slice(-3000).trim();
  return new LocalAwsError(`LocalStack does not start: ${why}.\n${tail}`);
}

/** Everything that LocalStack and its functions get; of this process's own environment only what locates programs. */
function localstackVariables(python: string, port: number, folder: string, endsWithStarter: boolean) {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: 'C.UTF-8',
    PYTHONPATH: join(import.meta.dirname, 'python'),
    // Compiled code of the plugin must not land in the checkout.
    PYTHONPYCACHEPREFIX: join(python, '..', '..', 'pyc'),
    ...(endsWithStarter && { LOCALPROC_END_WITH: String(process.pid) }),
    LOCALPROC_NODE: process.execPath,
    // Without these it writes into system folders when it takes itself to be in a container.
    OVERRIDE_IN_DOCKER: '0',
    FILESYSTEM_ROOT: join(folder, 'fs'),
    TMPDIR: join(folder, 'tmp'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    // The stock server would listen on every interface, whatever GATEWAY_LISTEN says.
    GATEWAY_SERVER: 'twisted-loopback',
    GATEWAY_LISTEN: `127.0.0.1:${port}`,
    LOCALSTACK_HOST: `127.0.0.1:${port}`,
    DNS_ADDRESS: '0',
    SKIP_SSL_CERT_DOWNLOAD: '1',
    DISABLE_EVENTS: '1',
    SQS_ENDPOINT_STRATEGY: 'path',
    LS_LOG: 'warn',
    LAMBDA_RUNTIME_EXECUTOR: 'local-process',
    // Of mappings that name no concurrency; AWS starts with five, which are too many processes for a small machine.
    LOCALPROC_ESM_POLLERS: '2',
    LAMBDA_EVENT_SOURCE_MAPPING_POLL_INTERVAL_SEC: '0.01',
    LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC: '0.25',
  };
}

async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/_localstack/health`, { signal: AbortSignal.timeout(2000) });
    return answer.ok;
  } catch {
    return false;
  }
}
