import type { SQSRecord } from 'aws-lambda';
import { sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import { sqsQueuesByArn } from '../../lib/cloud/aws/sqs-queue-of-arn.ts';
import type { Configuration } from '../../lib/pipeline/configuration.ts';
import { backOffSeconds } from './back-off-seconds.ts';
import { receiveCount } from './receive-count.ts';

/**
 * Brings a failed message back sooner than the visibility timeout would, which is six times the function's timeout: what
 * was refused for a moment is tried again within the minute, and a dead letter is one after minutes, not an hour.
 */
export function retryLater({
  retryAfterSeconds,
  maxReceiveCount,
}: Pick<Configuration, 'retryAfterSeconds' | 'maxReceiveCount'>): (record: SQSRecord) => Promise<void> {
  const queueOf = sqsQueuesByArn(sqsClient());
  return async (record) => {
    const queue = await queueOf(record.eventSourceARN);
    const seconds = backOffSeconds(receiveCount(record), retryAfterSeconds, maxReceiveCount);
    await queue.changeVisibility(record.receiptHandle, seconds);
  };
}
