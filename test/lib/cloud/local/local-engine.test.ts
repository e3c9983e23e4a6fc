import { join } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { type Clock, SYSTEM_CLOCK } from '../../../../lib/cloud/clock.ts';
import type { EngineEvent } from '../../../../lib/cloud/local/engine-event.ts';
import { EngineLockedError } from '../../../../lib/cloud/local/engine-locked.error.ts';
import type { EventSourceMapping, QueueHandler } from '../../../../lib/cloud/local/event-source-mapping.ts';
import { LocalEngine } from '../../../../lib/cloud/local/local-engine.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const START = new Date('2021-08-09T17:39:53Z');

async function openEngine(
  settings: {
    folder?: string;
    clock?: Clock;
    visibilityTimeoutSeconds?: number;
    maxReceiveCount?: number;
    mapping?: Partial<EventSourceMapping>;
  },
  handler: QueueHandler,
) {
  const folder = settings.folder ?? (await temporaryFolder());
  const clock = settings.clock ?? new ManualClock(START);
  const events: EngineEvent[] = [];
  const engine = await LocalEngine.open({ folder, clock, onEvent: (event) => events.push(event) });
  const queues = join(folder, 'queues');
  const dead = await LocalMessageQueue.open({ folder: queues, name: 'work-dead', clock });
  const queue = await LocalMessageQueue.open({
    folder: queues,
    name: 'work',
    clock,
    visibilityTimeoutSeconds: settings.visibilityTimeoutSeconds ?? 60,
    deadLetter: { queue: dead, maxReceiveCount: settings.maxReceiveCount ?? 3 },
  });
  engine.connect({
    functionName: 'worker',
    queue,
    handler,
    batchSize: 10,
    maximumConcurrency: 1,
    timeoutSeconds: 10,
    reportBatchItemFailures: true,
    ...settings.mapping,
  });
  return { engine, queue, dead, clock, events, folder };
}

const bodies = (event: SQSEvent) => event.Records.map((record) => record.body);

describe('LocalEngine', () => {
  test('invokes the function with every message and ends when the queue is empty', async () => {
    const seen: string[] = [];
    const { engine, queue } = await openEngine({}, async (event) => {
      seen.push(...bodies(event));
    });
    for (let i = 0; i < 25; i++) await queue.send(`message ${i}`);
    expect(await engine.runUntilIdle()).toEqual([]);
    expect(seen.toSorted()).toEqual(Array.from({ length: 25 }, (_, i) => `message ${i}`).toSorted());
    expect(queue.length).toBe(0);
  });

  test('gives the function the event and context that Lambda gives', async () => {
    const seen: unknown[] = [];
    const { engine, queue } = await openEngine({}, async (event, context) => {
      seen.push(event, context.functionName, context.getRemainingTimeInMillis() <= 10_000);
    });
    await queue.send('hello', { attributes: { change: { DataType: 'String', StringValue: 'created' } } });
    await engine.runUntilIdle();
    const record = {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(START.getTime()),
        SenderId: 'local',
        ApproximateFirstReceiveTimestamp: String(START.getTime()),
      },
      messageAttributes: {
        change: { stringValue: 'created', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:local:000000000000:work',
      awsRegion: 'local',
    };
    expect(seen).toEqual([{ Records: [record] }, 'worker', true]);
  });

  test('delivers only the reported messages again, after the visibility timeout', async () => {
    const deliveries: [string, number][] = [];
    const clock = new ManualClock(START);
    const { engine, queue } = await openEngine({ clock }, async (event) => {
      for (const record of event.Records)
        deliveries.push([record.body, (clock.now().getTime() - START.getTime()) / 1000]);
      const bad = event.Records.filter((r) => r.body === 'bad' && r.attributes.ApproximateReceiveCount === '1');
      return { batchItemFailures: bad.map((r) => ({ itemIdentifier: r.messageId })) };
    });
    await queue.send('good');
    await queue.send('bad');
    await engine.runUntilIdle();
    expect(deliveries.toSorted()).toEqual([
      ['bad', 0],
      ['bad', 60],
      ['good', 0],
    ]);
  });

  test('tries a failed message again after retryDelaySeconds where that is set', async () => {
    const seconds: number[] = [];
    const clock = new ManualClock(START);
    const { engine, queue } = await openEngine({ clock, mapping: { retryDelaySeconds: 2 } }, async () => {
      seconds.push((clock.now().getTime() - START.getTime()) / 1000);
      if (seconds.length === 1) throw new Error('not yet');
    });
    await queue.send('again');
    await engine.runUntilIdle();
    expect(seconds).toEqual([0, 2]);
  });

  test('moves what fails too often to the dead-letter queue, and says so', async () => {
    const { engine, queue, dead, events } = await openEngine({ maxReceiveCount: 3 }, async (event) => {
      if (bodies(event).includes('poison')) throw new Error('cannot digest this');
    });
    await queue.send('poison');
    const letters = await engine.runUntilIdle();
    expect(letters).toEqual([{ queue: 'work', id: expect.any(String), body: 'poison' }]);
    expect(dead.peek().map((message) => message.body)).toEqual(['poison']);
    const failures = events.filter((event) => event.type === 'finished').map((event) => String(event.error));
    expect(failures).toEqual(Array.from({ length: 3 }, () => 'Error: cannot digest this'));
    expect(events.at(-1)).toEqual({ type: 'dead-lettered', letter: letters[0] });
  });

  test('ignores the response where partial batch failures are not switched on', async () => {
    let invocations = 0;
    const { engine, queue } = await openEngine({ mapping: { reportBatchItemFailures: false } }, async (event) => {
      invocations += 1;
      return { batchItemFailures: event.Records.map((record) => ({ itemIdentifier: record.messageId })) };
    });
    await queue.send('one');
    await engine.runUntilIdle();
    expect(invocations).toBe(1);
  });

  test('keeps to batch size and concurrency', async () => {
    let running = 0;
    let most = 0;
    const sizes: number[] = [];
    const mapping = { batchSize: 3, maximumConcurrency: 4 };
    const { engine, queue } = await openEngine({ mapping }, async (event) => {
      sizes.push(event.Records.length);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
    });
    for (let i = 0; i < 30; i++) await queue.send(`message ${i}`);
    await engine.runUntilIdle();
    expect(most).toBe(4);
    expect(Math.max(...sizes)).toBe(3);
  });

  test('works on messages that functions send, also delayed ones, by moving a manual clock', async () => {
    const clock = new ManualClock(START);
    const hops: number[] = [];
    const { engine, queue, events } = await openEngine({ clock }, async (event) => {
      for (const hop of bodies(event).map(Number)) {
        hops.push(hop);
        if (hop < 3) await queue.send(String(hop + 1), { delaySeconds: 900 });
      }
    });
    await queue.send('0');
    await engine.runUntilIdle();
    expect(hops).toEqual([0, 1, 2, 3]);
    expect(clock.now()).toEqual(new Date(START.getTime() + 3 * 900_000));
    const waits = events
      .filter((event) => event.type === 'waiting')
      .map((event) => event.until.getTime() - START.getTime());
    expect(waits).toEqual([900_000, 1_800_000, 2_700_000]);
  });

  test('waits for delayed messages by the system clock', async () => {
    let handledAt = 0;
    const { engine, queue } = await openEngine({ clock: SYSTEM_CLOCK }, async () => {
      handledAt = Date.now();
    });
    const sentAt = Date.now();
    await queue.send('later', { delaySeconds: 1 });
    await engine.runUntilIdle();
    expect(handledAt - sentAt).toBeGreaterThanOrEqual(1000);
    expect(handledAt - sentAt).toBeLessThan(5000);
  });

  test('delivers twice when a function outlives the visibility timeout', async () => {
    const counts: string[] = [];
    const settings = { clock: SYSTEM_CLOCK, visibilityTimeoutSeconds: 1, mapping: { maximumConcurrency: 2 } };
    const { engine, queue } = await openEngine(settings, async (event) => {
      const count = event.Records[0]?.attributes.ApproximateReceiveCount ?? '';
      counts.push(count);
      if (count === '1') await new Promise((resolve) => setTimeout(resolve, 1300));
    });
    await queue.send('slow');
    await engine.runUntilIdle();
    expect(counts).toEqual(['1', '2']);
    expect(queue.length).toBe(0);
  });

  test('stops when it is told to, lets the running function end, and goes on later', async () => {
    const seen: string[] = [];
    const abort = new AbortController();
    const { engine, queue } = await openEngine({ mapping: { batchSize: 1 } }, async (event) => {
      if (seen.length === 1) abort.abort(new Error('stopped by the user'));
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(...bodies(event));
    });
    for (let i = 0; i < 5; i++) await queue.send(`message ${i}`);
    await expect(engine.runUntilIdle(abort.signal)).rejects.toThrow('stopped by the user');
    expect(seen).toHaveLength(2);
    expect(queue.length).toBe(3);
    await engine.runUntilIdle();
    expect(seen.toSorted()).toEqual(Array.from({ length: 5 }, (_, i) => `message ${i}`));
  });

  test('throws what a queue throws, after the running functions have ended', async () => {
    const { engine, queue } = await openEngine({}, async () => undefined);
    await queue.send('one');
    queue.delete = () => Promise.reject(new Error('the disk is gone'));
    await expect(engine.runUntilIdle()).rejects.toThrow('the disk is gone');
  });

  test('lets one engine at a time into a folder', async () => {
    const { engine, folder } = await openEngine({}, async () => undefined);
    const second = LocalEngine.open({ folder, clock: SYSTEM_CLOCK });
    await expect(second).rejects.toThrow(EngineLockedError);
    await expect(second).rejects.toMatchObject({ pid: process.pid, folder });
    await engine.close();
    await (await LocalEngine.open({ folder, clock: SYSTEM_CLOCK })).close();
  });
});
