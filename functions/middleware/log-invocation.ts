import type { MiddlewareObj } from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../../lib/pipeline/log.ts';

/** One record per invocation: how many messages, how many failed, how long. */
export function logInvocation(name: string, log: Log): MiddlewareObj<SQSEvent, SQSBatchResponse> {
  // By event: the local engine runs several invocations of one handler side by side.
  const startsMs = new WeakMap<SQSEvent, number>();
  return {
    before: ({ event }) => {
      startsMs.set(event, performance.now());
    },
    after: ({ event, context, response }) => {
      log.info('Function:Invoke:Done', {
        function: name,
        requestId: context.awsRequestId,
        records: event.Records.length,
        failed: response?.batchItemFailures.length ?? 0,
        durationMs: Math.round(performance.now() - (startsMs.get(event) ?? Number.NaN)),
      });
    },
  };
}
