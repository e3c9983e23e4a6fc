import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { EngineLock } from '../../../../lib/cloud/local/engine-lock.ts';
import { EngineLockedError } from '../../../../lib/cloud/local/engine-locked.error.ts';
import { isAlive, thisProcess } from '../../../../lib/cloud/local/process-identity.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MODULE = new URL('../../../../lib/cloud/local/engine-lock.ts', import.meta.url).href;
const HOLD = `const { EngineLock } = await import(${JSON.stringify(MODULE)});
try { await EngineLock.take(process.argv[1]); console.log('taken'); setInterval(() => {}, 1000); }
catch (error) { console.log(error.name); }`;

/** A second process that tries to take the lock: what it says, and the process. */
async function rival(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(child.stdout, 'data');
  return { child, says: String(chunk).trim() };
}

/** A holder whose parent is too busy to notice its end. Says the holder's process number. */
async function unreapedRival(folder: string) {
  const parent = `import { spawn } from 'node:child_process';
    const args = ['--input-type=module', '-e', process.argv[1], process.argv[2]];
    const holder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    holder.stdout.once('data', () => {
      process.stdout.write(String(holder.pid));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', parent, HOLD, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(child.stdout, 'data');
  return { child, says: String(chunk).trim() };
}

describe('EngineLock', () => {
  test('is held by one living process, and taken over from a killed one', async () => {
    const folder = await temporaryFolder();
    const { child, says } = await rival(folder);
    expect(says).toBe('taken');
    await expect(EngineLock.take(folder)).rejects.toThrow(EngineLockedError);
    await expect(EngineLock.take(folder)).rejects.toMatchObject({ pid: child.pid });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await EngineLock.take(folder);
    expect((await rival(folder)).says).toBe('EngineLockedError');
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('is taken over from a killed process that nobody reaps', async () => {
    const folder = await temporaryFolder();
    const { child, says } = await unreapedRival(folder);
    const holder = Number(says);
    process.kill(holder, 'SIGKILL');
    await vi.waitFor(async () => expect(await readFile(`/proc/${holder}/stat`, 'utf8')).toMatch(/\) Z /));
    const lock = await EngineLock.take(folder);
    await lock.release();
    child.kill('SIGKILL');
  });

  test('is taken over when its process number belongs to another process now', async () => {
    const folder = await temporaryFolder();
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ token: crypto.randomUUID(), pid: process.pid, started: 'an earlier boot:1' }),
    );
    await EngineLock.take(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject(thisProcess());
  });

  test('is taken over when nobody can read it', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'lock'), '');
    await EngineLock.take(folder);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('goes to exactly one of many that race for a stale one', async () => {
    for (let round = 0; round < 30; round++) {
      const folder = await temporaryFolder();
      await writeFile(
        join(folder, 'lock'),
        JSON.stringify({ token: crypto.randomUUID(), pid: 99_999_999, started: '' }),
      );
      // Not all at once: the late ones are those that could take over a lock that has been taken over already.
      const late = async (_: unknown, i: number) => {
        await new Promise((resolve) => setTimeout(resolve, i % 4));
        return EngineLock.take(folder);
      };
      const results = await Promise.allSettled(Array.from({ length: 12 }, late));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(EngineLockedError);
      }
      expect(await readdir(folder)).toEqual(['lock']);
    }
  });

  test('is taken over from a process that died while it took it over', async () => {
    const folder = await temporaryFolder();
    const dead = (token: string) => JSON.stringify({ token, pid: 99_999_999, started: '' });
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
    await writeFile(join(folder, 'lock'), dead(first));
    await writeFile(join(folder, `lock.after-${first}`), dead(second));
    await EngineLock.take(folder);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject(thisProcess());
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('is left to a living process that is taking it over', async () => {
    const folder = await temporaryFolder();
    const token = crypto.randomUUID();
    await writeFile(join(folder, 'lock'), JSON.stringify({ token, pid: 99_999_999, started: '' }));
    await writeFile(
      join(folder, `lock.after-${token}`),
      JSON.stringify({ token: crypto.randomUUID(), ...thisProcess() }),
    );
    await expect(EngineLock.take(folder)).rejects.toThrow(EngineLockedError);
  });
});

describe('isAlive', () => {
  test('knows this process from an earlier one of the same number', () => {
    expect(isAlive(thisProcess())).toBe(true);
    expect(isAlive({ ...thisProcess(), started: 'another boot:42' })).toBe(false);
    expect(isAlive({ pid: 99_999_999, started: '' })).toBe(false);
  });
});
