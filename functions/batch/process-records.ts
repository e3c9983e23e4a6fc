import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../../lib/pipeline/log.ts';

/**
 * Handles every record on its own, so that one poison body cannot fail its neighbours, and answers what SQS expects with
 * `ReportBatchItemFailures`: failed records stay in the queue, the others are deleted. Each failure is logged.
 */
export async function processRecords(
  event: SQSEvent,
  handle: (record: SQSRecord) => Promise<unknown>,
  log: Log,
): Promise<SQSBatchResponse> {
  const outcomes = await Promise.allSettled(event.Records.map(async (record) => handle(record)));
  const batchItemFailures = event.Records.flatMap(({ messageId }, index) => {
    const outcome = outcomes[index];
    if (outcome?.status !== 'rejected') return [];
    log.error('Record:Process:Failed', { messageId, error: String(outcome.reason) });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}
