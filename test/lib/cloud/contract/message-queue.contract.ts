import { describe, expect, test } from 'vitest';
import { LimitExceededError } from '../../../../lib/cloud/limit-exceeded.error.ts';
import type { MessageQueue, ReceivedMessage, ReceiveOptions } from '../../../../lib/cloud/message-queue.ts';

/** What a test of the contract needs beyond the port. */
export interface QueueUnderTest {
  readonly queue: MessageQueue;
  /** Receives what fails {@link maxReceiveCount} times. */
  readonly deadLetterQueue: MessageQueue;
  readonly maxReceiveCount: number;
  /** Seconds. */
  readonly visibilityTimeoutSeconds: number;
  /** Lets that much time pass for the queue. */
  pass(seconds: number): Promise<void>;
}

/** Receives until `count` messages have come, as a queue may answer with fewer than there are. */
async function receiveAll(
  queue: MessageQueue,
  count: number,
  options: ReceiveOptions = {},
): Promise<ReceivedMessage[]> {
  const messages: ReceivedMessage[] = [];
  for (let tries = 0; messages.length < count && tries < 20; tries++)
    messages.push(...(await queue.receive(10, options)));
  return messages;
}

export interface MessageQueueContractOptions {
  readonly concurrent?: boolean;
  /** False for an emulator that, unlike SQS, refuses the receipt handle of a message that was deleted. */
  readonly forgivesUsedReceipts?: boolean;
}

/** What every {@link MessageQueue} keeps. `open` gives a new, empty queue each time. */
export function messageQueueContract(
  name: string,
  open: () => Promise<QueueUnderTest>,
  { forgivesUsedReceipts = true, ...options }: MessageQueueContractOptions = {},
): void {
  describe(`${name} as a MessageQueue`, options, () => {
    test('delivers each message with its text unchanged', async () => {
      const { queue } = await open();
      const bodies = ['{"a": 1}', 'ü \u{1F30D} + % "', ' two  spaces\n and a tab\t', 'x'.repeat(200_000)];
      for (const body of bodies) await queue.send(body);
      const received = await receiveAll(queue, bodies.length);
      expect(received.map((message) => message.body).sort()).toEqual([...bodies].sort());
      expect(received.every((message) => message.receiveCount === 1)).toBe(true);
      expect(new Set(received.map((message) => message.id)).size).toBe(bodies.length);
    });

    test('receives at most as many as asked for', async () => {
      const { queue } = await open();
      for (let i = 0; i < 15; i++) await queue.send(`message ${i}`);
      expect((await queue.receive(3)).length).toBeLessThanOrEqual(3);
      expect((await queue.receive(10)).length).toBeLessThanOrEqual(10);
    });

    test('hides a received message until its visibility timeout ends, then delivers it again', async () => {
      const { queue, visibilityTimeoutSeconds, pass } = await open();
      await queue.send('again');
      const [first] = await receiveAll(queue, 1);
      expect(await queue.receive(10)).toEqual([]);
      await pass(visibilityTimeoutSeconds + 1);
      const [second] = await receiveAll(queue, 1);
      expect(second).toMatchObject({ id: first?.id, body: 'again', receiveCount: 2 });
    });

    test.skipIf(!forgivesUsedReceipts)('forgets a deleted message, and deletes twice without an error', async () => {
      const { queue, visibilityTimeoutSeconds, pass } = await open();
      await queue.send('done');
      const [message] = await receiveAll(queue, 1);
      await queue.delete(message?.receiptHandle ?? '');
      await queue.delete(message?.receiptHandle ?? '');
      await pass(visibilityTimeoutSeconds + 1);
      expect(await queue.receive(10)).toEqual([]);
    });

    test.skipIf(!forgivesUsedReceipts)(
      'makes a message visible at once by a visibility of 0, and takes no notice once it is deleted',
      async () => {
        const { queue } = await open();
        await queue.send('now');
        const [first] = await receiveAll(queue, 1);
        await queue.changeVisibility(first?.receiptHandle ?? '', 0);
        const [second] = await receiveAll(queue, 1);
        expect(second).toMatchObject({ id: first?.id, receiveCount: 2 });
        await queue.delete(second?.receiptHandle ?? '');
        await queue.changeVisibility(second?.receiptHandle ?? '', 0);
        expect(await queue.receive(10)).toEqual([]);
      },
    );

    test('hides what it hands out for as long as the receiver asks', async () => {
      const { queue, visibilityTimeoutSeconds, pass } = await open();
      await queue.send('looked at');
      const [first] = await receiveAll(queue, 1, { visibilitySeconds: 600 });
      await pass(visibilityTimeoutSeconds + 1);
      expect(await queue.receive(10)).toEqual([]);
      await queue.changeVisibility(first?.receiptHandle ?? '', 0);
      expect((await receiveAll(queue, 1)).map((message) => message.id)).toEqual([first?.id]);
      await expect(queue.receive(1, { visibilitySeconds: 43_201 })).rejects.toThrow(LimitExceededError);
    });

    test('says when a message was sent, however late it is received', async () => {
      const { queue, pass } = await open();
      await queue.send('early');
      await pass(2);
      await queue.send('late');
      const received = await receiveAll(queue, 2);
      const sentAtMs = (body: string) => received.find((message) => message.body === body)?.sentAtMs ?? Number.NaN;
      expect(sentAtMs('late') - sentAtMs('early')).toBeGreaterThanOrEqual(1900);
      expect(sentAtMs('late') - sentAtMs('early')).toBeLessThan(30_000);
    });

    test('prolongs the visibility timeout', async () => {
      const { queue, visibilityTimeoutSeconds, pass } = await open();
      await queue.send('later');
      const [first] = await receiveAll(queue, 1);
      await queue.changeVisibility(first?.receiptHandle ?? '', 600);
      await pass(visibilityTimeoutSeconds + 1);
      expect(await queue.receive(10)).toEqual([]);
    });

    test('holds a delayed message back', async () => {
      const { queue, pass } = await open();
      await queue.send('delayed', { delaySeconds: 2 });
      expect(await queue.receive(10)).toEqual([]);
      await pass(3);
      expect((await receiveAll(queue, 1)).map((message) => message.body)).toEqual(['delayed']);
    });

    test('moves what was received too often to the dead-letter queue', async () => {
      const { queue, deadLetterQueue, maxReceiveCount } = await open();
      await queue.send('poison');
      let sentAtMs: number | undefined;
      for (let count = 1; count <= maxReceiveCount; count++) {
        const [message] = await receiveAll(queue, 1);
        sentAtMs = message?.sentAtMs;
        expect(message).toMatchObject({ body: 'poison', receiveCount: count });
        await queue.changeVisibility(message?.receiptHandle ?? '', 0);
      }
      expect(await queue.receive(10)).toEqual([]);
      expect(await receiveAll(deadLetterQueue, 1)).toMatchObject([{ body: 'poison', sentAtMs }]);
    });

    test('refuses what cannot be sent, before it is sent', async () => {
      const { queue } = await open();
      await expect(queue.send('')).rejects.toThrow(LimitExceededError);
      await expect(queue.send('x'.repeat(262_145))).rejects.toThrow(LimitExceededError);
      await expect(queue.send('a\0b')).rejects.toThrow(LimitExceededError);
      await expect(queue.send('late', { delaySeconds: 901 })).rejects.toThrow(LimitExceededError);
      await expect(queue.send('early', { delaySeconds: -1 })).rejects.toThrow(LimitExceededError);
      await expect(queue.send('half', { delaySeconds: 0.5 })).rejects.toThrow(LimitExceededError);
      expect(await queue.receive(10)).toEqual([]);
    });
  });
}
