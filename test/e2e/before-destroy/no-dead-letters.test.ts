import { expect, test } from 'vitest';
import { deployedStack } from '../support/deployed-stack.ts';
import { queueAttributes } from '../support/queues.ts';
import { quiet } from '../support/quiet.ts';

test('no dead letter is left: what can never succeed was rejected, and what failed was mended', async () => {
  // What is still in work may become one.
  await quiet();
  const left: Record<string, string | undefined> = {};
  const { deadLetterUrls } = deployedStack();
  for (const [name, queueUrl] of Object.entries(deadLetterUrls)) {
    left[name] = (await queueAttributes(queueUrl)).ApproximateNumberOfMessages;
  }
  expect(left).toEqual(Object.fromEntries(Object.keys(deadLetterUrls).map((name) => [name, '0'])));
});
