import type { QueueHandler } from '../event-source-mapping.ts';
import type { Life } from './life.ts';

/** The account's concurrency is used up: the function was not started. */
export class InvocationThrottledError extends Error {
  readonly tag = 'InvocationThrottledError';
  override readonly name = 'InvocationThrottledError';
}

/** A function that is now and then not started. Its messages have been received all the same, as on AWS. */
export function faultyHandler(handler: QueueHandler, { plan }: Life): QueueHandler {
  return async (event, context) => {
    if (plan.random.chance(plan.options.throttle ?? 0)) {
      throw new InvocationThrottledError(`${context.functionName}: Rate Exceeded, as planned`);
    }
    return handler(event, context);
  };
}
