import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../lib/cloud/local/temporary-folder.ts';
import { freePort } from '../../localstack/free-port.ts';
import { killGroup } from '../../localstack/kill-group.ts';
import { targetCan } from '../expected-differences.ts';
import { until } from '../support/until.ts';

const SCRIPTS = join(import.meta.dirname, '../../localstack');

/** The commands of `npm run local:…`, with a state of their own, so that no LocalStack of this checkout is touched. */
function start(state: string, script: string, ...args: string[]) {
  const env = { ...process.env, LOCAL_AWS_STATE: state };
  const child = spawn(process.execPath, [join(SCRIPTS, script), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const finished = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return { child, finished };
}

const run = (state: string, script: string, ...args: string[]) => start(state, script, ...args).finished;

async function newState(): Promise<string> {
  return join(await temporaryFolder(), 'state');
}

/** Of the LocalStack that is noted there; it is ended with the test whatever happens. */
function pidOf(state: string): number {
  const [, pid] = /"pid": (\d+)/.exec(readFileSync(join(state, 'running.json'), 'utf8')) ?? [];
  const found = Number(pid);
  onTestFinished(() => killGroup(found, 'SIGKILL'));
  return found;
}

/** A process group without members does not exist. */
function isGone(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
}

const nothingLeft = (state: string, pid: number) =>
  until('the end of LocalStack', async () => (isGone(pid) && !existsSync(state)) || undefined, { timeoutS: 5 });

// A target that this run has started shows that LocalStack can be had here.
describe.skipIf(!targetCan('runsFunctionsHere'))('LocalStack in the background', () => {
  test('comes up, is found, and goes without a trace', async () => {
    const state = await newState();
    const port = await freePort();
    const up = await run(state, 'up.ts', '--port', String(port));
    expect(up).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`export AWS_ENDPOINT_URL=http://127.0.0.1:${port}\n`),
    });
    const pid = pidOf(state);
    expect((await fetch(`http://127.0.0.1:${port}/_localstack/health`)).ok).toBe(true);
    const again = await run(state, 'up.ts');
    expect(again).toMatchObject({
      code: 0,
      stdout: up.stdout,
      stderr: `LocalStack runs already at http://127.0.0.1:${port}; npm run local:down stops it.\n`,
    });
    expect((await run(state, 'down.ts')).code).toBe(0);
    await nothingLeft(state, pid);
    expect(await run(state, 'deploy.ts')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'No LocalStack runs; start one with npm run local:up.\n',
    });
  });

  test('a start that is interrupted leaves nothing', async () => {
    const state = await newState();
    const { child, finished } = start(state, 'up.ts', '--port', String(await freePort()));
    await until('the note', async () => existsSync(join(state, 'running.json')) || undefined, { everyS: 0.05 });
    await pause(500);
    const pid = pidOf(state);
    expect(isGone(pid)).toBe(false);
    child.kill('SIGINT');
    expect(await finished).toEqual({ code: 130, stdout: '', stderr: 'ended by SIGINT\n' });
    await nothingLeft(state, pid);
  });

  test('who answers on its port already is not taken for it', async () => {
    const state = await newState();
    const server = createServer((_, response) => response.end('{"version": "4.14.0"}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    expect(await run(state, 'up.ts', '--port', String(port))).toEqual({
      code: 1,
      stdout: '',
      stderr: `Something listens on 127.0.0.1:${port} already.\n`,
    });
    expect(existsSync(state)).toBe(false);
  });
});
