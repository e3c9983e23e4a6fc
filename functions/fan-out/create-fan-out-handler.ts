import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Services } from '../../lib/pipeline/services.ts';
import { fanOut } from '../../lib/pipeline/statistics/fan-out.ts';
import { type BatchServices, processRecords } from '../batch/process-records.ts';
import { logInvocation } from '../middleware/log-invocation.ts';

/** Turns each notification into one message per statistics job. */
export function createFanOutHandler(services: Pick<Services, 'configuration' | 'statistics' | 'log'> & BatchServices) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(logInvocation('fan-out', services.log))
    .handler((event: SQSEvent) => processRecords(event, ({ body }) => fanOut(body, services), services));
}
