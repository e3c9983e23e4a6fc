import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DrivenMessage } from '../../../../lib/cloud/local/driven-queue.ts';
import { EngineStateError } from '../../../../lib/cloud/local/engine-state.error.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const START = new Date('2021-08-09T17:39:53Z');
const DAY_SECONDS = 86_400;

async function openPair(folder: string, clock: ManualClock, maxReceiveCount: number, seed = 0) {
  const dead = await LocalMessageQueue.open({ folder, name: 'dead', clock });
  const deadLetter = { queue: dead, maxReceiveCount };
  const queue = await LocalMessageQueue.open({
    folder,
    name: 'work',
    clock,
    visibilityTimeoutSeconds: 60,
    deadLetter,
    seed,
  });
  return { queue, dead };
}

const bodiesOf = (queue: LocalMessageQueue) =>
  queue
    .peek()
    .map((message) => message.body)
    .toSorted();

describe('LocalMessageQueue', () => {
  test('has its messages again after a restart, those in flight at once and delayed ones in time', async () => {
    const folder = await temporaryFolder();
    const clock = new ManualClock(START);
    const before = await openPair(folder, clock, 3);
    await before.queue.send('done');
    const [done] = await before.queue.receive(1);
    await before.queue.delete(done?.receiptHandle ?? '');
    await before.queue.send('in flight');
    await before.queue.receive(1);
    await before.queue.send('waiting', { attributes: { change: { DataType: 'String', StringValue: 'created' } } });
    await before.queue.send('delayed', { delaySeconds: 900 });

    const { queue } = await openPair(folder, clock, 3);
    const received = await queue.receive(10);
    expect(received.map((message) => message.body).toSorted()).toEqual(['in flight', 'waiting']);
    expect(received.find((message) => message.body === 'waiting')?.attributes).toEqual({
      change: { DataType: 'String', StringValue: 'created' },
    });
    expect(queue.nextVisibleAtMs()).toBe(START.getTime() + 60_000);
    for (const message of received) await queue.delete(message.receiptHandle);
    expect(queue.nextVisibleAtMs()).toBe(START.getTime() + 900_000);
    clock.advanceSeconds(900);
    expect((await queue.receive(10)).map((message) => message.body)).toEqual(['delayed']);
  });

  test('counts failed receives over restarts, but not those that ended with the process', async () => {
    const folder = await temporaryFolder();
    const clock = new ManualClock(START);
    const first = await openPair(folder, clock, 3);
    await first.queue.send('work');
    const counts: number[] = [];
    const receive = async ({ queue }: { queue: LocalMessageQueue }) => {
      const [message] = await queue.receive(1);
      counts.push(message?.receiveCount ?? 0);
    };
    await receive(first);
    clock.advanceSeconds(60);
    await receive(first);
    // Ten deaths with the message in flight.
    for (let death = 0; death < 10; death++) await receive(await openPair(folder, clock, 3));
    expect(counts).toEqual([1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  test('takes no notice of a receipt handle from before the last receive', async () => {
    const clock = new ManualClock(START);
    const { queue } = await openPair(await temporaryFolder(), clock, 5);
    await queue.send('work');
    const [first] = await queue.receive(1);
    clock.advanceSeconds(60);
    await queue.receive(1);
    await queue.delete(first?.receiptHandle ?? '');
    await queue.changeVisibility(first?.receiptHandle ?? '', 0);
    expect(queue.length).toBe(1);
    expect(await queue.receive(1)).toEqual([]);
  });

  test('drops messages 14 days after they were first sent, also in the dead-letter queue', async () => {
    const clock = new ManualClock(START);
    const { queue, dead } = await openPair(await temporaryFolder(), clock, 1);
    await queue.send('old');
    await queue.receive(1);
    clock.advanceSeconds(13 * DAY_SECONDS);
    expect(await queue.receive(1)).toEqual([]);
    expect(bodiesOf(dead)).toEqual(['old']);
    clock.advanceSeconds(DAY_SECONDS);
    expect(await dead.receive(1)).toEqual([]);
    expect(dead.length).toBe(0);
  });

  test('delivers in an order that depends on the seed only', async () => {
    const orderOf = async (seed: number) => {
      const { queue } = await openPair(await temporaryFolder(), new ManualClock(START), 3, seed);
      for (let i = 0; i < 10; i++) await queue.send(String(i));
      return (await queue.receive(10)).map((message) => message.body).join('');
    };
    expect(await orderOf(1)).toBe(await orderOf(1));
    expect(new Set(await Promise.all([1, 2, 3, 4].map(orderOf))).size).toBe(4);
  });

  test('clears half-written messages, and refuses a folder with files that are none', async () => {
    const folder = await temporaryFolder();
    const clock = new ManualClock(START);
    await openPair(folder, clock, 3);
    await writeFile(join(folder, 'work/half.json.part'), '{"body":');
    await openPair(folder, clock, 3);
    expect(await readdir(join(folder, 'work'))).toEqual([]);
    await writeFile(join(folder, 'work/notes.json'), '{"my": "notes"}');
    await expect(openPair(folder, clock, 3)).rejects.toThrow(EngineStateError);
  });

  test('loses no message and brings none back, whatever is done to it', async () => {
    const operation = fc.oneof(
      fc.record({ type: fc.constant('send' as const), delaySeconds: fc.constantFrom(0, 0, 30, 900) }),
      fc.record({ type: fc.constant('receive' as const), max: fc.integer({ min: 1, max: 10 }) }),
      fc.record({ type: fc.constantFrom('delete' as const, 'release' as const), which: fc.nat(20) }),
      fc.record({ type: fc.constant('pass' as const), seconds: fc.constantFrom(1, 30, 61, 900) }),
      fc.record({ type: fc.constant('restart' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), fc.nat(), async (operations, seed) => {
        const folder = await temporaryFolder();
        const clock = new ManualClock(START);
        let { queue, dead } = await openPair(folder, clock, 3, seed);
        let handed: DrivenMessage[] = [];
        const undone = new Set<string>();
        let sent = 0;
        for (const step of operations) {
          if (step.type === 'send') {
            sent += 1;
            await queue.send(`message ${sent}`, { delaySeconds: step.delaySeconds });
            undone.add(`message ${sent}`);
          } else if (step.type === 'receive') handed.push(...(await queue.receive(step.max)));
          else if (step.type === 'pass') clock.advanceSeconds(step.seconds);
          else if (step.type === 'restart') {
            ({ queue, dead } = await openPair(folder, clock, 3, seed));
            handed = [];
          } else {
            const message = handed[step.which];
            if (message === undefined) continue;
            if (step.type === 'release') await queue.changeVisibility(message.receiptHandle, 0);
            else {
              const isLatest = handed.findLast((other) => other.id === message.id) === message;
              const isDead = bodiesOf(dead).includes(message.body);
              await queue.delete(message.receiptHandle);
              if (isLatest && !isDead) undone.delete(message.body);
            }
          }
          expect([...bodiesOf(queue), ...bodiesOf(dead)].toSorted()).toEqual([...undone].toSorted());
        }
        const reopened = await openPair(folder, clock, 3, seed);
        expect([...bodiesOf(reopened.queue), ...bodiesOf(reopened.dead)].toSorted()).toEqual([...undone].toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
