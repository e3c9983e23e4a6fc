/** What Lambda is asked for per function; start values of cdk/deployment.json. */
export interface FunctionLimits {
  /** Lambda gives one vCPU per 1 769 MB. */
  readonly memoryMb: number;
  readonly timeoutS: number;
}

/** Functions by their names in cdk/deployment.json. */
export type LimitedFunction = 'intake' | 'retrieve' | 'fanOut' | 'statistics' | 'budgetGuard';

/** Start values, each with its reason. */
export const FUNCTION_LIMITS: Readonly<Record<LimitedFunction, FunctionLimits>> = {
  // Reads a manifest and a few headers per scene; a zipped product is opened by ranges.
  intake: { memoryMb: 1024, timeoutS: 60 },
  // Two vCPUs: reading and decoding overlap with the geocoding.
  retrieve: { memoryMb: 3538, timeoutS: 120 },
  // Small JSON only.
  fanOut: { memoryMb: 512, timeoutS: 30 },
  // Recomputes the months that its batch speaks of from their live maps, one after the other.
  statistics: { memoryMb: 1769, timeoutS: 300 },
  // Lists receipts and reads those of the last days, 32 at a time.
  budgetGuard: { memoryMb: 512, timeoutS: 300 },
};

/** Where messages wait for a function, and how many invocations each may have at a time. */
export type LaneName = 'intake' | 'nrt' | 'bulk' | 'fanOut' | 'statistics';

/** Start values of the event source mappings' MaximumConcurrency. */
export const LANE_CONCURRENCY: Readonly<Record<LaneName, number>> = {
  // Ten messages each: a thousand arrivals are taken in within a minute or two.
  intake: 5,
  nrt: 8,
  // Twice what a budget that nears its end leaves of it.
  bulk: 4,
  fanOut: 2,
  statistics: 4,
};

/**
 * Messages per invocation. One scene at a time, so that a failure repeats only what failed; of statistics no more than there
 * is time for when every message is about another month.
 */
export const BATCH_SIZES = { intake: 10, retrieve: 1, 'fan-out': 10, statistics: 100 } as const;

/**
 * Seconds that a message waits for others to fill its batch. Orders of one month in one batch cost its statistics once, so a
 * burst of maps is let gather; nobody waits for statistics as for a map.
 */
export const STATISTICS_WINDOW_S = 10;

/** AWS's advice for queues in front of functions: throttled and retried batches must not become visible meanwhile. */
export const VISIBILITY_PER_TIMEOUT = 6;

/** Throttled and timed-out deliveries count too; below this, good messages end in the dead-letter queue. */
export const MIN_RECEIVE_COUNT = 5;

/** The longest that SQS keeps a message. */
export const DEAD_LETTER_RETENTION_DAYS = 14;

/** What people wait for is worked on within minutes; after days somebody has had the alarm. */
export const PROMPT_RETENTION_DAYS = 4;

/**
 * What may wait: a backfill for its turn, and the statistics behind it. What waits for the next month's budget is sent anew
 * by the budget guard before it is lost.
 */
export const PATIENT_RETENTION_DAYS = 10;

/** Left for people between an alarm and the loss of the oldest message. */
export const REACTION_DAYS = 3;

/** Time enough to notice and restore a map that was overwritten by mistake. */
export const OLD_VERSIONS_DAYS = 30;

/** No upload takes longer; parts of broken ones cost until they are removed. */
export const BROKEN_UPLOADS_DAYS = 1;

/** A scene is read when it comes and seldom again: after this it lies where lying costs less and reading no more. */
export const SCENE_TIERING_DAYS = 30;

/** Receipts and ledger hold what has to be known later. */
export const LOG_RETENTION_DAYS = 30;

/** How often the month's cost is summed. */
export const BUDGET_PERIOD_HOURS = 1;
