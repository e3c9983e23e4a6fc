import { expect, test, vi } from 'vitest';
import { identityOf, isAlive, type ProcessIdentity } from '../../lib/cloud/local/process-identity.ts';
import { startChild } from './start-child.ts';

/** Does not hear SIGTERM, and tells its number. */
const HELPER = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid)';
const PROGRAM = `
  require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(HELPER)}], { stdio: 'inherit' });
  setInterval(() => {}, 1000);`;

async function start(signal?: AbortSignal) {
  const child = startChild(process.execPath, ['-e', PROGRAM], {
    env: process.env,
    output: 'pipe',
    ...(signal && { signal }),
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const helper = await new Promise<ProcessIdentity>((resolve) => {
    child.stdout?.once('data', (pid: Buffer) => resolve(identityOf(Number(pid))));
  });
  return { closed, helper, child };
}

/** A process that ends closes its files a moment before it is gone. */
const ended = (helper: ProcessIdentity) =>
  vi.waitFor(() => expect(isAlive(helper)).toBe(false), { timeout: 1000, interval: 10 });

test('an abort ends the program and the helpers that would go on, and then it is closed', async () => {
  const controller = new AbortController();
  const { closed, helper } = await start(controller.signal);
  expect(isAlive(helper)).toBe(true);
  controller.abort();
  await closed;
  await ended(helper);
});

test('helpers of a program that is killed end by themselves', async () => {
  const { closed, helper, child } = await start();
  child.kill('SIGKILL');
  // The helper holds the output of the program: it is closed when the helper has ended.
  await closed;
  await ended(helper);
});
