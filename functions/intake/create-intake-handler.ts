import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type IntakeServices, intake } from '../../lib/pipeline/intake/intake.ts';
import { type BatchServices, processRecords } from '../batch/process-records.ts';
import { receiveCount } from '../batch/receive-count.ts';
import { logInvocation } from '../middleware/log-invocation.ts';

/** Reads arrivals and hands complete scenes to the retrieval queues. */
export function createIntakeHandler(services: IntakeServices & BatchServices) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(logInvocation('intake', services.log))
    .handler((event: SQSEvent) =>
      processRecords(event, (record) => intake(record.body, services, receiveCount(record)), services),
    );
}
