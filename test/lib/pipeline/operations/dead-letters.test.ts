import { describe, expect, test, vi } from 'vitest';
import type { MessageQueue, ReceivedMessage } from '../../../../lib/cloud/message-queue.ts';
import { MessagingUnavailableError } from '../../../../lib/cloud/messaging-unavailable.error.ts';
import { listDeadLetters } from '../../../../lib/pipeline/operations/dead-letters.ts';
import { letterSubject } from '../../../../lib/pipeline/operations/letter-subject.ts';
import { takeLetters } from '../../../../lib/pipeline/operations/take-letters.ts';
import { ledgerKey } from '../../../../lib/product/keys.ts';
import { notification } from '../../../../lib/product/notification.ts';
import { stacItem } from '../../../../lib/product/stac-item.ts';
import { DESCRIPTION, PRODUCT } from '../../product/sample-item.ts';
import { FULL, openLettersBench, orderFor, productAt, START } from './letters-bench.ts';

describe('letterSubject', () => {
  const key = `scenes/${productAt(1)}.SAFE/manifest.safe`;
  const record = (name: string) => ({ eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: { key: name } } });

  test.each<[string, string, string[], boolean]>([
    ['a scene order', orderFor(productAt(1)), [productAt(1)], true],
    [
      'an S3 event of two scenes, one of them twice',
      JSON.stringify({ Records: [record(key), record(`scenes/${productAt(2)}.zip`), record(key)] }),
      [productAt(1), productAt(2)],
      true,
    ],
    [
      'a reprocessing order',
      JSON.stringify({ type: 'reprocessing-order', scene: { bucket: 'b', prefix: `x/${productAt(3)}/` } }),
      [productAt(3)],
      true,
    ],
    ["S3's test event", JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' }), [], false],
    ['a statistics order', JSON.stringify({ type: 'statistics-order', job: 'summary' }), [], false],
    ['a poison body', 'hello', [], false],
  ])('of %s', (_, body, products, movesLedger) => {
    expect(letterSubject(body)).toEqual({ products, movesLedger });
  });

  test('of a notification is its scene, whose record says nothing of the statistics', () => {
    const { event } = notification(stacItem(DESCRIPTION), {
      change: 'created',
      timeliness: 'NRT',
      bucket: 'maps',
      itemBytes: new Uint8Array(),
      publishedAt: START,
    });
    expect(letterSubject(JSON.stringify(event))).toEqual({ products: [PRODUCT], movesLedger: false });
  });
});

describe('listDeadLetters', () => {
  test('says of each letter what the ledger knows, the oldest first, and leaves all where they are', async () => {
    const bench = await openLettersBench();
    const retrieval = await bench.openQueue('RetrievalNrt');
    const arrivals = await bench.openQueue('Arrivals');
    await bench.fail(productAt(1), FULL);
    await bench.step(productAt(2), bench.produce);
    await bench.store.put(ledgerKey(productAt(4)), new TextEncoder().encode('{}'));
    for (const hour of [1, 2, 3, 4]) {
      await retrieval.deadLetters.send(orderFor(productAt(hour)));
      bench.clock.advanceSeconds(60);
    }
    await arrivals.deadLetters.send('poison');
    const before = [retrieval, arrivals].map(({ deadLetters }) => deadLetters.peek());
    const letters = await listDeadLetters([retrieval, arrivals], bench.services());
    const shown = letters.map(({ queue, message, products, fingerprint, failure, watched }) => ({
      queue: queue.name,
      ageS: (bench.clock.now().getTime() - message.sentAtMs) / 1000,
      products,
      fingerprint,
      failure,
      watched: [...watched.keys()],
    }));
    const none = { fingerprint: 'unknown', failure: undefined, watched: [] };
    const of = (hour: number) => ({ queue: 'RetrievalNrt', products: [productAt(hour)] });
    expect(shown).toEqual([
      { ...of(1), ageS: 240, fingerprint: FULL.fingerprint, failure: FULL.message, watched: [productAt(1)] },
      { ...none, ...of(2), ageS: 180 },
      { ...none, ...of(3), ageS: 120, watched: [productAt(3)] },
      // The record is damaged.
      { ...none, ...of(4), ageS: 60, watched: [productAt(4)] },
      { ...none, queue: 'Arrivals', ageS: 0, products: [] },
    ]);
    expect([retrieval, arrivals].map(({ deadLetters }) => deadLetters.peek())).toEqual(before);
    // Visible at once, not after the ten minutes for which they were hidden.
    expect(await retrieval.deadLetters.receive(10)).toHaveLength(4);
  });

  test('finds all of many', async () => {
    const bench = await openLettersBench();
    const queue = await bench.openQueue('RetrievalBulk');
    for (let i = 0; i < 137; i++) await queue.deadLetters.send(orderFor(productAt(i % 24)));
    expect(await listDeadLetters([queue], bench.services())).toHaveLength(137);
    expect(await listDeadLetters([queue], bench.services())).toHaveLength(137);
  });

  test('puts back what it took when the ledger does not answer', async () => {
    const bench = await openLettersBench();
    const queue = await bench.openQueue('RetrievalNrt');
    await queue.deadLetters.send(orderFor(productAt(1)));
    vi.spyOn(bench.store, 'get').mockRejectedValue(new Error('no ledger'));
    await expect(listDeadLetters([queue], bench.services())).rejects.toThrow('no ledger');
    expect(await queue.deadLetters.receive(10)).toHaveLength(1);
  });
});

describe('takeLetters', () => {
  const message = (id: string, receiptHandle = id): ReceivedMessage => ({
    id,
    receiptHandle,
    body: id,
    receiveCount: 1,
    sentAtMs: 0,
  });

  /** Answers in turn, then with nothing. */
  function scripted(...answers: (ReceivedMessage[] | Error)[]) {
    const visible: string[] = [];
    const queue: MessageQueue = {
      name: 'dead',
      send: async () => {},
      receive: async () => {
        const answer = answers.shift() ?? [];
        if (answer instanceof Error) throw answer;
        return answer;
      },
      delete: async () => {},
      changeVisibility: async (handle, seconds) => void visible.push(`${handle} ${seconds}`),
    };
    return { queue, visible, left: answers };
  }

  test('is not misled by one empty answer, nor by a message that comes again, whose newest handle counts', async () => {
    const { queue } = scripted([message('a')], [], [message('b')], [message('a', 'a2')], [message('c')], [], []);
    const taken = await takeLetters(queue);
    expect(taken.map(({ receiptHandle }) => receiptHandle)).toEqual(['a2', 'b', 'c']);
  });

  test('ends although known messages come for ever', async () => {
    const again = Array.from({ length: 50 }, () => [message('a')]);
    const { queue, left } = scripted(...again);
    expect(await takeLetters(queue)).toHaveLength(1);
    expect(left).toHaveLength(47);
  });

  test('puts back what it has when the queue fails, or the work is stopped', async () => {
    const failing = scripted([message('a')], [message('b')], new MessagingUnavailableError('throttled'));
    await expect(takeLetters(failing.queue)).rejects.toThrow('throttled');
    expect(failing.visible).toEqual(['a 0', 'b 0']);
    const controller = new AbortController();
    const stopped = scripted([message('a')]);
    const receive = stopped.queue.receive.bind(stopped.queue);
    const stopping = {
      ...stopped.queue,
      receive: (max: number) => receive(max).finally(() => controller.abort('stop')),
    };
    await expect(takeLetters(stopping, controller.signal)).rejects.toBe('stop');
    expect(stopped.visible).toEqual(['a 0']);
  });
});
