import { describe, expect, test } from 'vitest';
import { failedMessages } from '../../../../lib/cloud/local/batch-outcome.ts';

const BATCH = ['a', 'b', 'c'];
const one = (itemIdentifier: unknown) => ({ batchItemFailures: [{ itemIdentifier }] });

/** Success and failure conditions of the Lambda developer guide, "Handling errors for an SQS event source". */
describe('failedMessages', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['an empty object', {}],
    ['an empty list', { batchItemFailures: [] }],
    ['a null list', { batchItemFailures: null }],
    ['something about something else', { statusCode: 200 }],
  ])('takes %s for success of all', (_, response) => {
    expect([...failedMessages(response, BATCH)]).toEqual([]);
  });

  test('finds the messages that are named', () => {
    const response = { batchItemFailures: [{ itemIdentifier: 'c' }, { itemIdentifier: 'a' }, { itemIdentifier: 'c' }] };
    expect([...failedMessages(response, BATCH)].toSorted()).toEqual(['a', 'c']);
  });

  test.each([
    ['a text', 'done'],
    ['a list', [1]],
    ['a list that is none', { batchItemFailures: 'a' }],
    ['an empty id', one('')],
    ['a null id', one(null)],
    ['a number for an id', one(1)],
    ['a wrong key name', { batchItemFailures: [{ messageId: 'a' }] }],
    ['an unknown id', { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] }],
  ])('takes %s for failure of all', (_, response) => {
    expect([...failedMessages(response, BATCH)].toSorted()).toEqual(BATCH);
  });
});
