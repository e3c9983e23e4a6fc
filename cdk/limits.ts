import type { FunctionName } from '../functions/environment.ts';

export interface FunctionLimits {
  /** Lambda gives one vCPU per 1 769 MB. */
  readonly memoryMb: number;
  readonly timeoutS: number;
  /** Messages per invocation. */
  readonly batchSize: number;
}

/** Every number of a function that can be wrong, with its reason. */
export const FUNCTION_LIMITS: Readonly<Record<FunctionName, FunctionLimits>> = {
  // Reads a manifest and a few headers per scene; a zipped product is opened by ranges.
  intake: { memoryMb: 1024, timeoutS: 60, batchSize: 10 },
  // Two vCPUs: reading and decoding overlap with the geocoding. One scene at a time, so that a failure repeats one scene.
  retrieve: { memoryMb: 3538, timeoutS: 120, batchSize: 1 },
  // Small JSON only.
  'fan-out': { memoryMb: 512, timeoutS: 30, batchSize: 10 },
  // Recomputes one month of one region from its live maps; the unit of repetition is one job.
  statistics: { memoryMb: 1769, timeoutS: 120, batchSize: 1 },
  // Lists receipts and reads those of the last days, 32 at a time.
  'budget-guard': { memoryMb: 512, timeoutS: 300, batchSize: 1 },
};

/** AWS's advice for queues in front of functions: throttled and retried batches must not become visible meanwhile. */
export const VISIBILITY_PER_TIMEOUT = 6;

/** Throttled and timed-out deliveries count too; below this, good messages end in the dead-letter queue. */
export const MIN_RECEIVE_COUNT = 5;

/** The longest that SQS keeps a message; a dead letter keeps the age that it had in its first queue. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/** Time enough to notice and restore a map that was overwritten by mistake. */
export const OLD_VERSIONS_DAYS = 30;

/** No upload takes longer; parts of broken ones cost until they are removed. */
export const BROKEN_UPLOADS_DAYS = 1;

/** Receipts and ledger hold what has to be known later. */
export const LOG_RETENTION_DAYS = 30;
