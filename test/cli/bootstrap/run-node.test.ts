import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { FakeCheckout, finished } from './fake-checkout.ts';

/** Prints its process id, then each signal that it gets; ends with 3 on SIGTERM. */
const LISTENER = `
process.on('SIGTERM', () => { console.log('SIGTERM'); process.exit(3); });
process.on('SIGINT', () => console.log('SIGINT'));
console.log(process.pid);
setInterval(() => {}, 1000);
`;

async function startListener(checkout: FakeCheckout) {
  checkout.write('cli/s2mp.mjs', LISTENER);
  const parent = checkout.start(['demo']);
  const pid = await new Promise<number>((resolve) => parent.stdout?.once('data', (chunk) => resolve(Number(chunk))));
  return { parent, pid };
}

/** A zombie counts as ended: only its parent or process 1 can remove the entry. */
function hasEnded(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

describe('the started program', () => {
  it('hands its exit code on', async () => {
    const checkout = new FakeCheckout();
    checkout.write('cli/s2mp.mjs', 'process.exit(42);');
    expect(await checkout.run(['demo'])).toMatchObject({ code: 42 });
  });

  it('gives 128 + n when it dies of signal n', async () => {
    const checkout = new FakeCheckout();
    checkout.write('cli/s2mp.mjs', 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000);');
    expect(await checkout.run(['demo'])).toMatchObject({ code: 137 });
  });

  it('gets interrupt and termination, each once', async () => {
    const { parent } = await startListener(new FakeCheckout());
    const result = finished(parent);
    parent.kill('SIGINT');
    await new Promise<void>((resolve) => parent.stdout?.once('data', () => resolve()));
    parent.kill('SIGTERM');
    expect(await result).toMatchObject({ code: 3, stdout: 'SIGINT\nSIGTERM\n' });
  });

  it.runIf(process.platform === 'linux')('ends when the one that started it is killed', async () => {
    const { parent, pid } = await startListener(new FakeCheckout());
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(hasEnded(pid)).toBe(true), { timeout: 5_000, interval: 50 });
  });
});

/** As npm does it: npm → shell → bootstrap → program. Resolves to the pids of the first, the second and the last. */
async function startUnderNpm() {
  const checkout = new FakeCheckout();
  checkout.write('cli/s2mp.mjs', LISTENER);
  const npm = spawn(process.execPath, ['-e', LIKE_NPM], {
    cwd: checkout.root,
    env: { PATH: process.env.PATH, npm_execpath: checkout.path('npm/npm-cli.js'), npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids = await new Promise<number[]>((resolve) => {
    let text = '';
    npm.stdout.on('data', (chunk) => {
      text += chunk;
      const numbers = text.match(/\d+(?=\n)/g) ?? [];
      if (numbers.length === 2) resolve(numbers.map(Number));
    });
  });
  const [shell = 0, program = 0] = pids;
  return { npm: npm.pid ?? 0, shell, program };
}

const LIKE_NPM = `
const { spawn } = require('node:child_process');
console.log(spawn('sh', ['-c', '"$NODE" cli/bootstrap.cjs demo; exit $?'], { stdio: 'inherit', env: { ...process.env, NODE: process.execPath } }).pid);
setInterval(() => {}, 1000);
`;

describe.runIf(process.platform === 'linux')('under npm', () => {
  it('the program ends when npm is killed', async () => {
    const { npm, program } = await startUnderNpm();
    process.kill(npm, 'SIGKILL');
    await vi.waitFor(() => expect(hasEnded(program)).toBe(true), { timeout: 5_000, interval: 50 });
  });

  it('the program ends when the shell between is terminated', async () => {
    const { npm, shell, program } = await startUnderNpm();
    process.kill(shell, 'SIGTERM');
    await vi.waitFor(() => expect(hasEnded(program)).toBe(true), { timeout: 5_000, interval: 50 });
    process.kill(npm, 'SIGKILL');
  });
});

describe('an unknown task', () => {
  it('is refused with the list of tasks, before anything is installed', async () => {
    const checkout = new FakeCheckout();
    const { code, stderr } = await checkout.run(['deno']);
    expect({ code, stderr }).toEqual({
      code: 64,
      stderr: 'Unknown task "deno"; there are: demo, test, synth, local:up, local:deploy, local:down, test:e2e.\n',
    });
    expect(checkout.log('npm.log')).toEqual([]);
  });
});
