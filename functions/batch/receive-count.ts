import type { SQSRecord } from 'aws-lambda';

/** How often SQS has delivered this record, this time included. */
export function receiveCount(record: SQSRecord): number {
  const count = Number(record.attributes.ApproximateReceiveCount);
  return Number.isInteger(count) && count > 0 ? count : 1;
}
