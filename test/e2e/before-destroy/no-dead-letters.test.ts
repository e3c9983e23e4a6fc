import { expect, test } from 'vitest';
import { deadLetterQueues } from '../support/dead-letters.ts';
import { queueAttributes } from '../support/queues.ts';

test('no dead letter is left: what can never succeed was rejected, and what failed was mended', async () => {
  const left: Record<string, number> = {};
  for (const [name, queueUrl] of Object.entries(await deadLetterQueues())) {
    left[name] = Number((await queueAttributes(queueUrl)).ApproximateNumberOfMessages);
  }
  expect(left).toEqual({ arrivals: 0, retrievalNrt: 0, retrievalBulk: 0 });
});
