import type { MiddlewareObj } from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../../lib/pipeline/log.ts';

/** One record per invocation: how many messages, how many failed, how long. */
export function logInvocation(name: string, log: Log): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  let startMs = 0;
  return {
    before: () => {
      startMs = performance.now();
    },
    after: ({ event, context, response }) => {
      log.info('Function:Invoke:Done', {
        function: name,
        requestId: context.awsRequestId,
        records: event.Records.length,
        failed: response?.batchItemFailures.length ?? 0,
        durationMs: Math.round(performance.now() - startMs),
      });
    },
  };
}
