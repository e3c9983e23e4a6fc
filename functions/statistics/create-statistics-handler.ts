import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type StatisticsServices, statisticsOfBatch } from '../../lib/pipeline/statistics/statistics-of-batch.ts';
import { type BatchServices, processRecords } from '../batch/process-records.ts';
import { logInvocation } from '../middleware/log-invocation.ts';

/** Brings months of statistics up to date. */
export function createStatisticsHandler(services: StatisticsServices & BatchServices) {
  return middy<SQSEvent, SQSBatchResponse>()
    .use(logInvocation('statistics', services.log))
    .handler((event: SQSEvent, context) => {
      // One job may take as long as the other half of the time.
      const reserveMs = context.getRemainingTimeInMillis() / 2;
      const run = statisticsOfBatch(services, () => context.getRemainingTimeInMillis() >= reserveMs);
      return processRecords(event, ({ body }) => run(body), services);
    });
}
