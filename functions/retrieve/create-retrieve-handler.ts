import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { retrieve } from '../../lib/pipeline/retrieve/retrieve.ts';
import type { RetrieveServices } from '../../lib/pipeline/retrieve/retrieve-scene.ts';
import { type BatchServices, processRecords } from '../batch/process-records.ts';
import { receiveCount } from '../batch/receive-count.ts';
import { logInvocation } from '../middleware/log-invocation.ts';

/** Turns scenes into maps and announces them; serves the near-real-time and the bulk queue. */
export function createRetrieveHandler(services: RetrieveServices & BatchServices) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(logInvocation('retrieve', services.log))
    .handler((event: SQSEvent, context) =>
      processRecords(
        event,
        (record) => retrieve(record.body, receiveCount(record), services, context.getRemainingTimeInMillis()),
        services,
      ),
    );
}
