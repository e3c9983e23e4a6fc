import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { readLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import { type RedriveOptions, type RedriveProgress, redrive } from '../../../../lib/pipeline/operations/redrive.ts';
import { bodiesIn, FULL, NO_MEMORY, openLettersBench, orderFor, productAt } from './letters-bench.ts';

const WITH_CANARY: RedriveOptions = { canary: true, waitSeconds: 900 };

/** Three letters of a full disk and two of too little memory, a minute apart. */
async function openFailures() {
  const bench = await openLettersBench();
  const queue = await bench.openQueue('RetrievalNrt');
  for (const [hour, failure] of [FULL, NO_MEMORY, FULL, NO_MEMORY, FULL].entries()) {
    await bench.fail(productAt(hour), failure);
    await queue.deadLetters.send(orderFor(productAt(hour)));
    bench.clock.advanceSeconds(60);
  }
  return { bench, queue };
}
const orders = (...hours: number[]) => hours.map((hour) => orderFor(productAt(hour))).sort();
const short = (outcomes: Awaited<ReturnType<typeof redrive>>) =>
  outcomes.map(({ group, end, redriven, canary }) => ({
    fingerprint: group.fingerprint,
    letters: group.letters.length,
    redriven,
    end,
    canary: canary?.product,
  }));

describe('redrive', () => {
  test('sends one letter first, and the others of its failure when its scene is produced', async () => {
    const { bench, queue } = await openFailures();
    const inQueue: string[][] = [];
    const services = bench.services(async () => {
      inQueue.push(bodiesIn(queue.source));
      if (inQueue.length === 3) await bench.work(queue.source, bench.produce);
    });
    const outcomes = await redrive([queue], services, { ...WITH_CANARY, fingerprint: FULL.fingerprint });
    expect(short(outcomes)).toEqual([
      { fingerprint: FULL.fingerprint, letters: 3, redriven: 3, end: 'done', canary: productAt(0) },
    ]);
    // Until it was done, nothing but the canary was there.
    expect(inQueue).toEqual([orders(0), orders(0), orders(0)]);
    expect(bodiesIn(queue.source)).toEqual(orders(2, 4));
    expect(bodiesIn(queue.deadLetters)).toEqual(orders(1, 3));
    // Others can receive what stayed at once.
    expect(await queue.deadLetters.receive(10)).toHaveLength(2);
  });

  test('stops when the canary fails again, and loses nothing', async () => {
    const { bench, queue } = await openFailures();
    const services = bench.services(async () => bench.work(queue.source, bench.failAgain));
    const outcomes = await redrive([queue], services, { ...WITH_CANARY, fingerprint: FULL.fingerprint });
    expect(short(outcomes)).toEqual([
      { fingerprint: FULL.fingerprint, letters: 3, redriven: 1, end: 'canary-failed', canary: productAt(0) },
    ]);
    expect(outcomes[0]?.canary?.came).toEqual({ state: 'failed', record: await readLedger(bench.store, productAt(0)) });
    expect(bodiesIn(queue.deadLetters)).toEqual(orders(1, 2, 3, 4));
  });

  test('does not take the failure that stands in the ledger for a new one, and gives up waiting after its time', async () => {
    const { bench, queue } = await openFailures();
    const started = bench.clock.now().getTime();
    const outcomes = await redrive([queue], bench.services(), { ...WITH_CANARY, fingerprint: FULL.fingerprint });
    expect(short(outcomes)).toMatchObject([{ redriven: 1, end: 'canary-in-flight', canary: productAt(0) }]);
    expect(bench.clock.now().getTime() - started).toBe(900_000);
    expect(bodiesIn(queue.source)).toEqual(orders(0));
    expect(bodiesIn(queue.deadLetters)).toEqual(orders(1, 2, 3, 4));
  });

  test('takes any final state but failed for a success: a scene that is rejected needs no retry', async () => {
    const { bench, queue } = await openFailures();
    const services = bench.services(async () =>
      bench.work(queue.source, (record) => ({ ...record, state: 'rejected', reason: 'no-ndvi', message: 'none' })),
    );
    const outcomes = await redrive([queue], services, { ...WITH_CANARY, fingerprint: NO_MEMORY.fingerprint });
    expect(short(outcomes)).toMatchObject([{ redriven: 2, end: 'done', canary: productAt(1) }]);
  });

  test('has a canary for each failure: the success of one says nothing of another', async () => {
    const { bench, queue } = await openFailures();
    const services = bench.services(async () =>
      bench.work(queue.source, (record) =>
        record.product === productAt(0) ? bench.failAgain(record) : bench.produce(record),
      ),
    );
    expect(short(await redrive([queue], services, WITH_CANARY))).toEqual([
      { fingerprint: FULL.fingerprint, letters: 3, redriven: 1, end: 'canary-failed', canary: productAt(0) },
      { fingerprint: NO_MEMORY.fingerprint, letters: 2, redriven: 2, end: 'done', canary: productAt(1) },
    ]);
    expect(bodiesIn(queue.deadLetters)).toEqual(orders(2, 4));
  });

  test('sends all at once where no canary is wanted', async () => {
    const { bench, queue } = await openFailures();
    const outcomes = await redrive([queue], bench.services(), { ...WITH_CANARY, canary: false });
    expect(outcomes.map(({ redriven, end }) => ({ redriven, end }))).toEqual([
      { redriven: 3, end: 'done' },
      { redriven: 2, end: 'done' },
    ]);
    expect(bodiesIn(queue.source)).toEqual(orders(0, 1, 2, 3, 4));
    expect(bodiesIn(queue.deadLetters)).toEqual([]);
  });

  test('moves nothing where it only tries', async () => {
    const { bench, queue } = await openFailures();
    const outcomes = await redrive([queue], bench.services(), { ...WITH_CANARY, dryRun: true });
    expect(short(outcomes)).toMatchObject([
      { letters: 3, redriven: 0, end: 'planned' },
      { letters: 2, redriven: 0, end: 'planned' },
    ]);
    expect(bodiesIn(queue.source)).toEqual([]);
    expect(await queue.deadLetters.receive(10)).toHaveLength(5);
  });

  test('has no canary among letters whose scenes are settled, or that name none', async () => {
    const bench = await openLettersBench();
    const queue = await bench.openQueue('Arrivals');
    await bench.step(productAt(1), bench.produce);
    await queue.deadLetters.send(orderFor(productAt(1)));
    await queue.deadLetters.send('poison');
    const outcomes = await redrive([queue], bench.services(), WITH_CANARY);
    expect(short(outcomes)).toMatchObject([{ fingerprint: 'unknown', letters: 2, redriven: 0, end: 'no-canary' }]);
    expect(bodiesIn(queue.source)).toEqual([]);
    const all = await redrive([queue], bench.services(), { ...WITH_CANARY, canary: false, fingerprint: 'unknown' });
    expect(short(all)).toMatchObject([{ redriven: 2, end: 'done' }]);
  });

  test('waits for a scene that the ledger does not know yet', async () => {
    const bench = await openLettersBench();
    const queue = await bench.openQueue('Arrivals');
    await queue.deadLetters.send(orderFor(productAt(1)));
    const seen: RedriveProgress[] = [];
    let rounds = 0;
    const services = bench.services(async () => {
      if (++rounds === 2) await bench.step(productAt(1), (record) => record);
      if (rounds === 4) await bench.work(queue.source, bench.produce);
    });
    const outcomes = await redrive([queue], services, {
      ...WITH_CANARY,
      onProgress: (progress) => seen.push(progress),
    });
    expect(short(outcomes)).toMatchObject([{ redriven: 1, end: 'done', canary: productAt(1) }]);
    const canary = { stage: 'canary', product: productAt(1), total: 900 };
    expect(seen).toEqual([
      { ...canary, state: 'absent', done: 0 },
      { ...canary, state: 'absent', done: 1 },
      { ...canary, state: 'in-flight', done: 3 },
      { ...canary, state: 'in-flight', done: 7 },
    ]);
  });

  test('does not send twice what fails again meanwhile, nor what comes meanwhile', async () => {
    const { bench, queue } = await openFailures();
    const send = queue.source.send.bind(queue.source);
    const sent: string[] = [];
    vi.spyOn(queue.source, 'send').mockImplementation(async (body) => {
      sent.push(body);
      // It comes back at once as a new dead letter.
      await queue.deadLetters.send(body);
      await send(body);
    });
    await redrive([queue], bench.services(), { ...WITH_CANARY, canary: false });
    expect(sent.sort()).toEqual(orders(0, 1, 2, 3, 4));
    expect(bodiesIn(queue.deadLetters)).toEqual(orders(0, 1, 2, 3, 4));
  });

  test('a letter is never lost, wherever the command dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 14 }), fc.boolean(), async (calls, canary) => {
        const { bench, queue } = await openFailures();
        let left = calls;
        const dying = <T extends object>(target: T): T =>
          new Proxy(target, {
            get: (object, name) => {
              const value: unknown = Reflect.get(object, name, object);
              if (typeof value !== 'function') return value;
              return (...args: unknown[]) => {
                if (['send', 'delete'].includes(String(name)) && left-- <= 0) return Promise.reject(new Error('died'));
                return value.apply(object, args);
              };
            },
          });
        const dead = { name: queue.name, source: dying(queue.source), deadLetters: dying(queue.deadLetters) };
        const produced: string[] = [];
        const services = bench.services(async () => {
          produced.push(...bodiesIn(queue.source));
          await bench.work(queue.source, bench.produce);
        });
        await redrive([dead], services, { ...WITH_CANARY, canary }).catch((error: Error) => {
          expect(error.message).toBe('died');
        });
        const somewhere = new Set([...produced, ...bodiesIn(queue.source), ...bodiesIn(queue.deadLetters)]);
        expect([...somewhere].sort()).toEqual(orders(0, 1, 2, 3, 4));
        // The next command finds them, without waiting for anything.
        expect(await queue.deadLetters.receive(10)).toHaveLength(bodiesIn(queue.deadLetters).length);
      }),
      { numRuns: 40 },
    );
  });

  test('puts all back when it is stopped while it waits', async () => {
    const { bench, queue } = await openFailures();
    const controller = new AbortController();
    const services = bench.services(async () => controller.abort(new Error('stopped')));
    const options = { ...WITH_CANARY, signal: controller.signal };
    await expect(redrive([queue], services, options)).rejects.toThrow('stopped');
    expect(bodiesIn(queue.source)).toEqual(orders(0));
    expect(await queue.deadLetters.receive(10)).toHaveLength(4);
  });
});
