import type { Context, SQSEvent } from 'aws-lambda';
import type { DrivenQueue } from './driven-queue.ts';

/** Answers an SQSBatchResponse or nothing; what it really answered is judged as Lambda does. */
export type QueueHandler = (event: SQSEvent, context: Context) => Promise<unknown>;

/** What connects a queue to a function on AWS: one Lambda event source mapping. */
export interface EventSourceMapping {
  readonly functionName: string;
  readonly queue: DrivenQueue;
  readonly handler: QueueHandler;
  /** Messages of one invocation, 1 to 10; with a batching window to 10 000. */
  readonly batchSize: number;
  /**
   * Seconds that a message waits for others to fill its batch, 0 to 300; default 0. As Lambda's
   * MaximumBatchingWindowInSeconds, except that nobody waits when nothing else is left to do.
   */
  readonly batchingWindowSeconds?: number;
  /** Invocations side by side. AWS's least is 2; here 1 is allowed, for reproducible runs. */
  readonly maximumConcurrency: number;
  /** Seconds. Only shown in the context: a function that runs in this process cannot be stopped. */
  readonly timeoutSeconds: number;
  /** FunctionResponseTypes: [ReportBatchItemFailures]. Without it only a thrown error fails a batch, and the response is ignored. */
  readonly reportBatchItemFailures: boolean;
  /**
   * Seconds after which a failed message is tried again. On AWS, and without this, that is the rest of the visibility
   * timeout: too long for somebody at a terminal.
   */
  readonly retryDelaySeconds?: number;
}
