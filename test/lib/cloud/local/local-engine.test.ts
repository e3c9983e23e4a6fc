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

  test('collects a batch beyond ten messages where a batching window allows it', async () => {
    const sizes: number[] = [];
    const mapping = { batchSize: 25, batchingWindowSeconds: 1 };
    const { engine, queue } = await openEngine({ mapping }, async (event) => {
      sizes.push(event.Records.length);
    });
    for (let i = 0; i < 60; i++) await queue.send(`message ${i}`);
    await engine.runUntilIdle();
    expect(sizes).toEqual([25, 25, 10]);
  });

  test('lets a message wait for company while others have work to do, and no longer', async () => {
    const clock = new ManualClock(START);
    const order: string[] = [];
    const { engine, queue, folder } = await openEngine({ clock, mapping: { batchSize: 1 } }, async (event) => {
      const [hop = ''] = bodies(event);
      order.push(`work ${hop}`);
      await patient.send(hop);
      if (Number(hop) < 3) await queue.send(String(Number(hop) + 1));
    });
    const patient = await LocalMessageQueue.open({ folder: join(folder, 'queues'), name: 'patient', clock });
    engine.connect({
      functionName: 'collector',
      queue: patient,
      handler: async (event) => {
        order.push(`collect ${bodies(event).toSorted().join()}`);
      },
      batchSize: 100,
      batchingWindowSeconds: 300,
      maximumConcurrency: 1,
      timeoutSeconds: 10,
      reportBatchItemFailures: true,
    });
    await queue.send('1');
    await engine.runUntilIdle();
    expect(order).toEqual(['work 1', 'work 2', 'work 3', 'collect 1,2,3']);
    expect(clock.now()).toEqual(START);
  });

  test('ends the wait for company with the window, or when the batch is full', async () => {
    const collected: string[] = [];
    let end = () => {};
    const busy = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { engine, queue, folder } = await openEngine({ clock: SYSTEM_CLOCK }, () => busy);
    const patient = await LocalMessageQueue.open({ folder: join(folder, 'queues'), name: 'p', clock: SYSTEM_CLOCK });
    engine.connect({
      functionName: 'collector',
      queue: patient,
      handler: async (event) => {
        collected.push(bodies(event).toSorted().join());
        if (collected.length === 2) end();
      },
      batchSize: 11,
      batchingWindowSeconds: 1,
      maximumConcurrency: 1,
      timeoutSeconds: 10,
      reportBatchItemFailures: true,
    });
    await queue.send('long work');
    const running = engine.runUntilIdle();
    const full = Array.from({ length: 11 }, (_, i) => `f${i}`);
    for (const body of full) await patient.send(body);
    await expect.poll(() => collected).toEqual([full.toSorted().join()]);
    const sentAt = Date.now();
    await patient.send('late');
    await running;
    expect(collected).toEqual([full.toSorted().join(), 'late']);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(999);
    expect(Date.now() - sentAt).toBeLessThan(10_000);
  });

  test.each([
    [{ batchSize: 11 }, 'worker: a batch size of 11 is not from 1 to 10'],
    [{ batchSize: 10_001, batchingWindowSeconds: 1 }, 'worker: a batch size of 10001 is not from 1 to 10000'],
    [{ batchingWindowSeconds: 301 }, 'worker: a batching window of 301 s is not from 0 to 300 s'],
    [{ maximumConcurrency: 0 }, 'worker: a concurrency of 0 is not 1 or more'],
  ])('refuses %o, as Lambda does', async (mapping, message) => {
    await expect(openEngine({ mapping }, async () => undefined)).rejects.toThrow(new RangeError(message));
  });

  test('sees a delayed message of one queue while another has more than its function can take', async () => {
    const order: string[] = [];
    let end = () => {};
    const busy = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { engine, queue, folder } = await openEngine({ clock: SYSTEM_CLOCK, mapping: { batchSize: 1 } }, () => busy);
    const other = await LocalMessageQueue.open({ folder: join(folder, 'queues'), name: 'other', clock: SYSTEM_CLOCK });
    engine.connect({
      functionName: 'other',
      queue: other,
      handler: async (event) => {
        order.push(...bodies(event));
        end();
      },
      batchSize: 1,
      maximumConcurrency: 1,
      timeoutSeconds: 10,
      reportBatchItemFailures: true,
    });
    await queue.send('1');
    await queue.send('2');
    await other.send('delayed', { delaySeconds: 1 });
    await engine.runUntilIdle();
    expect(order).toEqual(['delayed']);
  });

  test('takes a message that becomes visible between two looks, and does not wait for another function to end', async () => {
    const order: string[] = [];
    let end = () => {};
    const busy = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { engine, queue, folder } = await openEngine({ clock: SYSTEM_CLOCK, mapping: { batchSize: 1 } }, async () => {
      await busy;
      order.push('busy');
    });
    const other = await LocalMessageQueue.open({ folder: join(folder, 'queues'), name: 'other', clock: SYSTEM_CLOCK });
    const receive = other.receive.bind(other);
    let looks = 0;
    // The first look comes a moment too early.
    other.receive = async (max) => (looks++ === 0 ? [] : receive(max));
    engine.connect({
      functionName: 'other',
      queue: other,
      handler: async (event) => void order.push(...bodies(event)),
      batchSize: 1,
      maximumConcurrency: 1,
      timeoutSeconds: 10,
      reportBatchItemFailures: true,
    });
    await queue.send('1');
    await other.send('due');
    const timer = setTimeout(() => end(), 300);
    await engine.runUntilIdle();
    clearTimeout(timer);
    expect(order).toEqual(['due', 'busy']);
  });

  test('gives others their turn although nothing of it ever waits for a disk', async () => {
    let turns = 0;
    let done = false;
    const { engine, queue } = await openEngine({ mapping: { batchSize: 1 } }, async () => undefined);
    for (let i = 0; i < 100; i++) await queue.send(`message ${i}`);
    const count = () => {
      turns += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await engine.runUntilIdle();
    done = true;
    expect(turns).toBeGreaterThanOrEqual(100);
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
