import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { FunctionName } from '../../functions/environment.ts';
import { BATCH_SIZES } from '../limits.ts';
import type { GuardedQueue } from './guarded-queue.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** Functions that work on queues. */
export type Reader = keyof typeof BATCH_SIZES & FunctionName;

export interface LaneProps<F extends Reader> {
  readonly queue: GuardedQueue;
  readonly reader: PipelineFunction<F>;
  /** Invocations at a time. */
  readonly concurrency: number;
}

/**
 * Lets a function work on a queue; two lanes into one function share its code and nothing else. The work at a time is
 * limited here and not by reserving concurrency, whose throttling would send good messages to the dead-letter queue.
 */
export class Lane<F extends Reader> extends Construct {
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, { queue, reader, concurrency }: LaneProps<F>) {
    super(scope, id);
    this.mapping = new EventSourceMapping(this, 'Mapping', {
      target: reader.lambda,
      eventSourceArn: queue.queue.queueArn,
      batchSize: BATCH_SIZES[reader.name],
      ...(queue.windowS > 0 && { maxBatchingWindow: Duration.seconds(queue.windowS) }),
      maxConcurrency: concurrency,
      reportBatchItemFailures: true,
    });
    queue.queue.grantConsumeMessages(reader.lambda);
  }
}
