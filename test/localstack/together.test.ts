import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { together } from './together.ts';

const never = () => new AbortController().signal;

test('waits for all', async () => {
  const done: string[] = [];
  const work = async (name: string, ms: number) => {
    await pause(ms);
    done.push(name);
  };
  await together(never(), () => [work('slow', 20), work('fast', 1)]);
  expect(done).toEqual(['fast', 'slow']);
});

test('a failure ends the others, is waited for, and is what is told', async () => {
  const failure = new Error('no');
  let ended = false;
  const other = async (signal: AbortSignal) => {
    await pause(60_000, undefined, { signal }).catch(() => pause(20));
    ended = true;
    throw new Error('aborted');
  };
  await expect(together(never(), (signal) => [other(signal), Promise.reject(failure)])).rejects.toBe(failure);
  expect(ended).toBe(true);
});

test('an interruption from outside reaches all', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const run = together(controller.signal, (signal) => [pause(60_000, undefined, { signal })]);
  controller.abort(reason);
  await expect(run).rejects.toBe(reason);
  await expect(together(controller.signal, () => expect.unreachable())).rejects.toBe(reason);
});
