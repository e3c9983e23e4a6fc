import { MAX_BATCH } from '../message-limits.ts';
import type { EventSourceMapping } from './event-source-mapping.ts';

/** Lambda's limits for standard queues. */
const MAX_WINDOW_SECONDS = 300;
const MAX_WINDOW_BATCH = 10_000;

/** @throws RangeError for a mapping that Lambda would refuse */
export function checkMapping(mapping: EventSourceMapping): void {
  const { functionName, batchSize, batchingWindowSeconds = 0, maximumConcurrency } = mapping;
  if (!isWhole(batchingWindowSeconds, 0, MAX_WINDOW_SECONDS)) {
    throw new RangeError(
      `${functionName}: a batching window of ${batchingWindowSeconds} s is not from 0 to ${MAX_WINDOW_SECONDS} s`,
    );
  }
  const maxBatch = batchingWindowSeconds > 0 ? MAX_WINDOW_BATCH : MAX_BATCH;
  if (!isWhole(batchSize, 1, maxBatch)) {
    throw new RangeError(`${functionName}: a batch size of ${batchSize} is not from 1 to ${maxBatch}`);
  }
  if (!isWhole(maximumConcurrency, 1, Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${functionName}: a concurrency of ${maximumConcurrency} is not 1 or more`);
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
