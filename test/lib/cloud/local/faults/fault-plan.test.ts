import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { CrashError } from '../../../../../lib/cloud/local/faults/crash.error.ts';
import type { FaultOptions } from '../../../../../lib/cloud/local/faults/fault-options.ts';
import { FaultPlan } from '../../../../../lib/cloud/local/faults/fault-plan.ts';
import { InvocationThrottledError } from '../../../../../lib/cloud/local/faults/faulty-handler.ts';
import type { Life } from '../../../../../lib/cloud/local/faults/life.ts';
import { runThroughCrashes } from '../../../../../lib/cloud/local/faults/run-through-crashes.ts';
import { lambdaContext } from '../../../../../lib/cloud/local/lambda-context.ts';
import { LocalEngine } from '../../../../../lib/cloud/local/local-engine.ts';
import { LocalMessageQueue } from '../../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../../lib/cloud/local/local-object-store.ts';
import { LocalTopic } from '../../../../../lib/cloud/local/local-topic.ts';
import { ManualClock } from '../../../../../lib/cloud/local/manual-clock.ts';
import { MessagingUnavailableError } from '../../../../../lib/cloud/messaging-unavailable.error.ts';
import {
  type ObjectStore,
  PreconditionFailedError,
  StoreUnavailableError,
} from '../../../../../lib/cloud/object-store.ts';
import type { Topic } from '../../../../../lib/cloud/topic.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const START = new Date('2021-08-09T17:39:53Z');
const SCENES = ['a', 'b', 'c', 'd', 'e', 'f'];
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));

/** What a retrieval would do: product → announcement; the mutant announces first. */
type Stage = (scene: string, ports: { store: ObjectStore; topic: Topic }) => Promise<void>;
const announce = (topic: Topic, scene: string) => topic.publish({ body: scene, attributes: { change: 'created' } });
const write = (store: ObjectStore, scene: string) => store.put(`products/${scene}.tif`, bytesOf(`product of ${scene}`));
const sound: Stage = async (scene, { store, topic }) => {
  await write(store, scene);
  await announce(topic, scene);
};
const mutant: Stage = async (scene, { store, topic }) => {
  await announce(topic, scene);
  await write(store, scene);
};

/** Adds the scene to the list of all, by compare-and-swap. */
async function addToTotal(store: ObjectStore, scene: string): Promise<void> {
  for (;;) {
    const current = await store.get('statistics/total.json');
    const scenes = new Set<string>(current === undefined ? [] : JSON.parse(Buffer.from(current.bytes).toString()));
    const bytes = bytesOf(JSON.stringify([...scenes, scene].filter((s, i, all) => all.indexOf(s) === i).sort()));
    try {
      await store.put(
        'statistics/total.json',
        bytes,
        current === undefined ? { ifNoneMatch: true } : { ifMatch: current.etag },
      );
      return;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
    }
  }
}

async function untilSent(send: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof MessagingUnavailableError)) throw error;
    }
  }
}

interface Outcome {
  readonly plan: FaultPlan;
  readonly lives: number;
  readonly total: unknown;
  readonly products: readonly string[];
  /** Scenes that were announced while nobody could read their product. */
  readonly tooEarly: readonly string[];
  readonly announced: readonly string[];
}

async function run(stage: Stage, options: FaultOptions): Promise<Outcome> {
  const folder = await temporaryFolder();
  const clock = new ManualClock(START);
  const plan = new FaultPlan(options, clock);
  const tooEarly: string[] = [];
  const announced = new Set<string>();
  let arrived = false;
  const live = async (life: Life) => {
    const engine = await LocalEngine.open({ folder: join(folder, 'engine'), clock });
    try {
      const queues = { folder: join(folder, 'engine/queues'), clock, seed: options.seed, visibilityTimeoutSeconds: 60 };
      const inner = await LocalObjectStore.open({ root: join(folder, 'store'), bucket: 'local' });
      const store = life.store(inner);
      const fanOut = life.queue(await LocalMessageQueue.open({ ...queues, name: 'fan-out' }));
      const arrivals = life.queue(await LocalMessageQueue.open({ ...queues, name: 'arrivals' }));
      const subscribers = new LocalTopic({
        name: 'ready',
        clock,
        subscriptions: [{ queue: fanOut, rawDelivery: true }],
      });
      const witness: Topic = {
        name: 'ready',
        publish: async (announcement) => {
          announced.add(announcement.body);
          if ((await inner.head(`products/${announcement.body}.tif`)) === undefined) tooEarly.push(announcement.body);
          await subscribers.publish(announcement);
        },
      };
      const topic = life.topic(witness);
      const common = { batchSize: 4, maximumConcurrency: 2, timeoutSeconds: 10, reportBatchItemFailures: true };
      const eachRecord = (work: (body: string) => Promise<void>) => async (event: SQSEvent) => {
        const results = await Promise.allSettled(event.Records.map((record) => work(record.body)));
        const failed = event.Records.filter((_, i) => results[i]?.status === 'rejected');
        return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.messageId })) };
      };
      engine.connect({
        ...common,
        functionName: 'retrieve',
        queue: arrivals,
        handler: life.handler(eachRecord((scene) => stage(scene, { store, topic }))),
      });
      engine.connect({
        ...common,
        functionName: 'fan-out',
        queue: fanOut,
        handler: life.handler(eachRecord((scene) => addToTotal(store, scene))),
      });
      // As at the start of the program: what is not finished gets its arrival again.
      if (!arrived) for (const scene of SCENES) await untilSent(() => arrivals.send(scene));
      arrived = true;
      await engine.runUntilIdle(life.signal);
    } finally {
      await engine.close();
    }
  };
  const { lives } = await runThroughCrashes(plan, live);
  const products: string[] = [];
  for (const scene of SCENES) {
    products.push(await readFile(join(folder, 'store/products', `${scene}.tif`), 'utf8').catch(() => 'none'));
  }
  const total: unknown = JSON.parse(await readFile(join(folder, 'store/statistics/total.json'), 'utf8'));
  return { plan, lives, total, products, tooEarly, announced: [...announced].toSorted() };
}

const NUISANCES = { duplicate: 0.2, redeliver: 0.15, delay: 0.2, unavailable: 0.1, throttle: 0.1, linger: 0.2 };
const DEPENDENCIES = ['topic ready', 'queue fan-out', 'store products/*.tif', 'store statistics/*.json'];
const KINDS = [
  'delete arrivals',
  'delete fan-out',
  'publish ready',
  'put products/*.tif',
  'put statistics/*.json',
  'send arrivals',
  'send fan-out',
];

describe('FaultPlan', () => {
  test('leaves sound stages with the same result over 200 seeds, having crashed at every kind of write', async () => {
    const crashes = new Map(KINDS.map((kind) => [kind, { before: 0, after: 0 }]));
    const refused = new Map(DEPENDENCIES.map((of) => [of, 0]));
    let lives = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const of = DEPENDENCIES[seed % DEPENDENCIES.length] ?? '';
      const outages = [{ of, fromCall: 1 + (seed % 3), seconds: 100 }];
      const outcome = await run(sound, { seed, ...NUISANCES, crash: 0.05, outages });
      refused.set(of, (refused.get(of) ?? 0) + (outcome.plan.outages[0]?.refused ?? 0));
      expect(outcome.total, `seed ${seed}`).toEqual(SCENES);
      expect(outcome.products, `seed ${seed}`).toEqual(SCENES.map((scene) => `product of ${scene}`));
      expect(outcome.tooEarly, `seed ${seed}`).toEqual([]);
      expect(outcome.announced, `seed ${seed}`).toEqual(SCENES);
      lives += outcome.lives;
      for (const [kind, count] of outcome.plan.counts) {
        const sum = crashes.get(kind) ?? { before: 0, after: 0 };
        crashes.set(kind, { before: sum.before + count.crashesBefore, after: sum.after + count.crashesAfter });
      }
    }
    expect([...crashes.keys()].toSorted()).toEqual(KINDS);
    for (const [kind, { before, after }] of crashes) {
      expect(before, `crashes before ${kind}`).toBeGreaterThan(0);
      expect(after, `crashes after ${kind}`).toBeGreaterThan(0);
    }
    for (const [of, calls] of refused) expect(calls, `calls while ${of} was down`).toBeGreaterThan(50);
    expect(lives).toBeGreaterThan(300);
  });

  test('catches a stage that announces before it writes', async () => {
    const { tooEarly } = await run(mutant, { seed: 1, ...NUISANCES, crash: 0.05 });
    expect(tooEarly).not.toEqual([]);
  });

  test('crashes exactly at the points that are asked for', async () => {
    const crashes = KINDS.flatMap((kind) => [
      { kind, nth: 1, when: 'before' as const },
      { kind, nth: 2, when: 'after' as const },
    ]);
    const { plan, lives, total } = await run(sound, { seed: 7, crashes });
    expect(lives).toBe(crashes.length + 1);
    expect(total).toEqual(SCENES);
    for (const kind of KINDS) expect(plan.countOf(kind), kind).toMatchObject({ crashesBefore: 1, crashesAfter: 1 });
  });

  test('lets nothing that a dead life does have an effect', async () => {
    const folder = await temporaryFolder();
    const plan = new FaultPlan({ seed: 1, crashes: [{ kind: 'put a', nth: 1, when: 'after' }] });
    const life = plan.begin();
    const clock = new ManualClock(START);
    const inner = await LocalObjectStore.open({ root: join(folder, 'store'), bucket: 'local' });
    const store = life.store(inner);
    const innerQueue = await LocalMessageQueue.open({ folder, name: 'work', clock });
    const queue = life.queue(innerQueue);
    const topic = life.topic(
      new LocalTopic({ name: 'ready', clock, subscriptions: [{ queue: innerQueue, rawDelivery: true }] }),
    );
    await store.put('b', bytesOf('before'));
    await expect(store.put('a', bytesOf('last words'))).rejects.toThrow(CrashError);
    const listing = async () => {
      for await (const _ of store.list('')) return;
    };
    const deeds = [
      () => store.put('b', bytesOf('ghost')),
      () => store.get('b'),
      () => store.head('b'),
      () => store.read('b', 0, 1),
      listing,
      () => queue.send('ghost'),
      () => queue.receive(1),
      () => queue.delete('x#1'),
      () => queue.changeVisibility('x#1', 0),
      () => topic.publish({ body: 'ghost', attributes: {} }),
    ];
    for (const deed of deeds) await expect(deed()).rejects.toThrow(CrashError);
    expect(Buffer.from((await inner.get('a'))?.bytes ?? []).toString()).toBe('last words');
    expect(Buffer.from((await inner.get('b'))?.bytes ?? []).toString()).toBe('before');
    expect(innerQueue.length).toBe(0);
    expect(life.crashed).toBe(true);
    expect(plan.begin().crashed).toBe(false);
  });

  test('does without crashes the same for the same seed', async () => {
    const traceOf = async (seed: number) => {
      const clock = new ManualClock(START);
      const life = new FaultPlan({ seed, ...NUISANCES, redeliver: 0 }).begin();
      const inner = await LocalMessageQueue.open({ folder: await temporaryFolder(), name: 'work', clock, seed });
      const queue = life.queue(inner);
      for (let i = 0; i < 30; i++) await untilSent(() => queue.send(String(i)));
      const trace = createHash('sha256');
      for (let next = queue.nextVisibleAtMs(); next !== undefined; next = queue.nextVisibleAtMs()) {
        clock.advanceTo(new Date(next));
        for (const message of await queue.receive(3)) {
          trace.update(`${clock.now().toISOString()} ${message.body}\n`);
          await queue.delete(message.receiptHandle);
        }
      }
      return trace.digest('hex');
    };
    expect(await traceOf(5)).toBe(await traceOf(5));
    expect(await traceOf(5)).not.toBe(await traceOf(6));
  });

  test('brings each nuisance as often as it is asked for', async () => {
    const folder = await temporaryFolder();
    const clock = new ManualClock(START);
    const open = async (name: string, options: Omit<FaultOptions, 'seed'>) => {
      const life = new FaultPlan({ seed: 3, ...options }).begin();
      return { life, queue: life.queue(await LocalMessageQueue.open({ folder, name, clock })) };
    };
    const { queue: doubling } = await open('doubling', { duplicate: 1 });
    await doubling.send('x');
    expect((await doubling.receive(10)).map((message) => message.body)).toEqual(['x', 'x']);

    const { queue: forgetful } = await open('forgetful', { redeliver: 1 });
    await forgetful.send('x');
    const [message] = await forgetful.receive(1);
    await forgetful.delete(message?.receiptHandle ?? '');
    expect(forgetful.length).toBe(1);

    const { queue: slow } = await open('slow', { delay: 1 });
    await slow.send('x', { delaySeconds: 100 });
    const delaySeconds = ((slow.nextVisibleAtMs() ?? 0) - START.getTime()) / 1000;
    expect(delaySeconds).toBeGreaterThanOrEqual(100);
    expect(delaySeconds).toBeLessThanOrEqual(900);

    const { life } = await open('any', { unavailable: 1 });
    const inner = await LocalObjectStore.open({ root: join(folder, 'store'), bucket: 'local' });
    const store = life.store(inner);
    let written = 0;
    for (let i = 0; i < 40; i++) {
      await expect(store.put(`a/${i}`, bytesOf('x'))).rejects.toThrow(StoreUnavailableError);
      if ((await inner.head(`a/${i}`)) !== undefined) written += 1;
    }
    await expect(store.get('a/0')).rejects.toThrow(StoreUnavailableError);
    expect(written).toBeGreaterThan(5);
    expect(written).toBeLessThan(35);
  });

  test('refuses messages as often after as before they were taken, and starts no function that is throttled', async () => {
    const clock = new ManualClock(START);
    const life = new FaultPlan({ seed: 3, throttle: 1 }).begin();
    const inner = await LocalMessageQueue.open({ folder: await temporaryFolder(), name: 'work', clock });
    const queue = life.queue(inner);
    const topic = life.topic(
      new LocalTopic({ name: 'ready', clock, subscriptions: [{ queue: inner, rawDelivery: true }] }),
    );
    for (let i = 0; i < 20; i++) {
      await expect(queue.send('x')).rejects.toThrow(MessagingUnavailableError);
      await expect(topic.publish({ body: 'x', attributes: {} })).rejects.toThrow(MessagingUnavailableError);
    }
    expect(inner.length).toBeGreaterThan(10);
    expect(inner.length).toBeLessThan(30);
    let started = false;
    const handler = life.handler(async () => {
      started = true;
    });
    await expect(handler({ Records: [] }, lambdaContext('worker', 10))).rejects.toThrow(InvocationThrottledError);
    expect(started).toBe(false);
  });

  test('lets a dependency fail from one call on for a time of the clock, and nothing else', async () => {
    const folder = await temporaryFolder();
    const clock = new ManualClock(START);
    const outages = [
      { of: 'store ndvi/*.tif', fromCall: 2, seconds: 60 },
      { of: 'topic ready', fromCall: 1, seconds: 30 },
      { of: 'queue work', fromCall: 1, seconds: 30 },
    ];
    const plan = new FaultPlan({ seed: 1, outages }, clock);
    const inner = await LocalObjectStore.open({ root: join(folder, 'store'), bucket: 'local' });
    const innerQueue = await LocalMessageQueue.open({ folder, name: 'work', clock });
    await inner.put('ndvi/a.tif', bytesOf('x'));
    const isUp = (call: Promise<unknown>) => call.then(() => true, isOutage);
    const isOutage = (error: unknown) => {
      if (error instanceof StoreUnavailableError || error instanceof MessagingUnavailableError) return false;
      throw error;
    };
    /** Which calls get through in a life of their own. */
    const callAll = async () => {
      const life = plan.begin();
      const store = life.store(inner);
      const topic = new LocalTopic({ name: 'ready', clock, subscriptions: [] });
      return {
        ndvi: await isUp(store.read('ndvi/a.tif', 0, 1)),
        put: await isUp(store.put('ndvi/b.tif', bytesOf('y'))),
        ledger: await isUp(store.get('ledger/a.json')),
        topic: await isUp(life.topic(topic).publish({ body: 'x', attributes: {} })),
        queue: await isUp(life.queue(innerQueue).send('x')),
        receive: await isUp(life.queue(innerQueue).receive(1)),
      };
    };
    const up = { ndvi: true, put: true, ledger: true, topic: true, queue: true, receive: true };
    expect(await callAll()).toEqual({ ...up, put: false, topic: false, queue: false });
    expect(await inner.head('ndvi/b.tif')).toBeUndefined();
    expect(innerQueue.length).toBe(0);
    clock.advanceSeconds(29);
    expect(await callAll()).toEqual({ ...up, ndvi: false, put: false, topic: false, queue: false });
    clock.advanceSeconds(1);
    expect(await callAll()).toEqual({ ...up, ndvi: false, put: false });
    clock.advanceSeconds(30);
    expect(await callAll()).toEqual(up);
    expect(plan.outages.map(({ refused }) => refused)).toEqual([5, 2, 2]);
  });

  test('lets calls that linger be overtaken', async () => {
    const inner = await LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'local' });
    const orderOf = async (options: Omit<FaultOptions, 'seed'>) => {
      const store = new FaultPlan({ seed: 5, ...options }).begin().store(inner);
      const order: number[] = [];
      await Promise.all(Array.from({ length: 20 }, (_, i) => store.head('a').then(() => order.push(i))));
      return order;
    };
    const inTurn = Array.from({ length: 20 }, (_, i) => i);
    expect(await orderOf({})).toEqual(inTurn);
    const overtaken = await orderOf({ linger: 0.5 });
    expect(overtaken).not.toEqual(inTurn);
    expect(overtaken.toSorted((a, b) => a - b)).toEqual(inTurn);
  });

  test('passes on what goes wrong without a crash', async () => {
    const plan = new FaultPlan({ seed: 1 });
    await expect(runThroughCrashes(plan, () => Promise.reject(new Error('a mistake')))).rejects.toThrow('a mistake');
  });
});
