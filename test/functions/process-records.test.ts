import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { processRecords } from '../../functions/batch/process-records.ts';
import { receiveCount } from '../../functions/batch/receive-count.ts';
import { sqsEvent } from '../../lib/cloud/local/sqs-event.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';

const eventOf = (...bodies: string[]) =>
  sqsEvent(
    'arn:aws:sqs:eu-central-1:123456789012:work',
    bodies.map((body, i) => ({
      id: `m${i}`,
      receiptHandle: `h${i}`,
      body,
      receiveCount: 2,
      attributes: {},
      sentAtMs: 0,
      firstReceivedAtMs: 0,
    })),
  );

describe('processRecords', () => {
  it('does not let one poison record fail its neighbours, and logs it', async () => {
    const done: string[] = [];
    const errors: unknown[] = [];
    const log = { ...SILENT_LOG, error: (event: string, fields: object) => errors.push({ event, ...fields }) };
    const handle = async ({ body }: SQSRecord) => {
      if (body === 'poison') throw new TypeError('cannot be swallowed');
      done.push(body);
    };
    expect(await processRecords(eventOf('a', 'poison', 'b'), handle, { log })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(done).toEqual(['a', 'b']);
    expect(errors).toEqual([
      { event: 'Record:Process:Failed', messageId: 'm1', error: 'TypeError: cannot be swallowed' },
    ]);
  });

  it('reports a handler that throws before its first await', async () => {
    const handle = (): Promise<void> => {
      throw new Error('at once');
    };
    expect(await processRecords(eventOf('a'), handle, { log: SILENT_LOG })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });

  it('has the failed records tried again later, and only these', async () => {
    const later: string[] = [];
    const handle = async ({ body }: SQSRecord) => {
      if (body === 'poison') throw new TypeError('no');
    };
    const retryLater = async ({ messageId }: SQSRecord) => void later.push(messageId);
    const answer = await processRecords(eventOf('a', 'poison', 'b', 'poison'), handle, { log: SILENT_LOG, retryLater });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }] });
    expect(later).toEqual(['m1', 'm3']);
  });

  it('reports the failure all the same when the queue refuses to wait', async () => {
    const warnings: unknown[] = [];
    const log = { ...SILENT_LOG, warn: (event: string, fields: object) => warnings.push({ event, ...fields }) };
    const handle = async () => {
      throw new TypeError('no');
    };
    const retryLater = async () => {
      throw new Error('the queue is away');
    };
    expect(await processRecords(eventOf('a'), handle, { log, retryLater })).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    expect(warnings).toEqual([
      { event: 'Record:RetryLater:Failed', messageId: 'm0', error: 'Error: the queue is away' },
    ]);
  });

  it('answers an empty list when all went well', async () => {
    expect(await processRecords(eventOf('a', 'b'), async () => 1, { log: SILENT_LOG })).toEqual({
      batchItemFailures: [],
    });
    expect(await processRecords({ Records: [] }, async () => 1, { log: SILENT_LOG })).toEqual({
      batchItemFailures: [],
    });
  });
});

describe('receiveCount', () => {
  it.each([
    ['3', 3],
    ['1', 1],
    ['', 1],
    ['many', 1],
  ])('of %j is %i', (text, expected) => {
    const [record] = eventOf('a').Records;
    if (!record) throw new Error('no record');
    const attributes = { ...record.attributes, ApproximateReceiveCount: text };
    expect(receiveCount({ ...record, attributes })).toBe(expected);
  });
});
