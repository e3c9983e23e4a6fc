import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../../lib/pipeline/log.ts';

export interface BatchServices {
  readonly log: Log;
  /** Sets when a failed record is tried again; absent: when its visibility timeout ends. */
  readonly retryLater?: (record: SQSRecord) => Promise<void>;
}

/**
 * Handles every record on its own, so that one poison body cannot fail its neighbours, and answers what SQS expects with
 * `ReportBatchItemFailures`: failed records stay in the queue, the others are deleted. Each failure is logged.
 */
export async function processRecords(
  event: SQSEvent,
  handle: (record: SQSRecord) => Promise<unknown>,
  { log, retryLater }: BatchServices,
): Promise<SQSBatchResponse> {
  const handleOne = async (record: SQSRecord): Promise<boolean> => {
    const { messageId } = record;
    try {
      await handle(record);
      return true;
    } catch (error) {
      log.error('Record:Process:Failed', { messageId, error: String(error) });
    }
    try {
      await retryLater?.(record);
    } catch (error) {
      // It comes back all the same, only later.
      log.warn('Record:RetryLater:Failed', { messageId, error: String(error) });
    }
    return false;
  };
  const done = await Promise.all(event.Records.map(handleOne));
  const failed = event.Records.filter((_, i) => !done[i]);
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}
