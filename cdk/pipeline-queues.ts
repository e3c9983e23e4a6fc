import type { Construct } from 'constructs';
import { GuardedQueue, type GuardedQueueProps } from './constructs/guarded-queue.ts';
import type { Deployment } from './deployment.ts';
import {
  type LimitedFunction,
  PATIENT_RETENTION_DAYS,
  PROMPT_RETENTION_DAYS,
  REACTION_DAYS,
  STATISTICS_WINDOW_S,
} from './limits.ts';

const DAY_MINUTES = 1440;

/** Messages of a closed lane are renewed every five days: one of seven says that the guard could not do it. */
const BUDGET_CAUSE = [
  "Or the month's budget is the cause: it narrows the lane and closes it until the next month (see the dashboard).",
  'While the lane is closed the budget guard sends waiting messages anew, so that none is lost: if this alarm comes',
  "meanwhile, see the guard's log.",
].join(' ');

type Patience = Pick<GuardedQueueProps, 'retentionDays' | 'maxAgeMinutes'>;

export interface PipelineQueues {
  readonly arrivals: GuardedQueue;
  readonly retrievalNrt: GuardedQueue;
  readonly retrievalBulk: GuardedQueue;
  readonly notifications: GuardedQueue;
  readonly statisticsJobs: GuardedQueue;
}

/**
 * The queues of the pipeline. Two before the retrieval, so that a backfill never delays today's scene: what is prompt
 * has to be taken up within minutes, what is patient only before SQS forgets it.
 */
export function pipelineQueues(scope: Construct, { pipeline, limits, alarms }: Deployment): PipelineQueues {
  const queue = (id: string, reader: LimitedFunction, patience: Patience, more: Partial<GuardedQueueProps> = {}) =>
    new GuardedQueue(scope, id, {
      functionTimeoutS: limits[reader].timeoutS,
      maxReceiveCount: pipeline.maxReceiveCount,
      ...patience,
      ...more,
    });
  const prompt = { retentionDays: PROMPT_RETENTION_DAYS, maxAgeMinutes: alarms.maxQueueAgeMinutes };
  const patient = {
    retentionDays: PATIENT_RETENTION_DAYS,
    maxAgeMinutes: (PATIENT_RETENTION_DAYS - REACTION_DAYS) * DAY_MINUTES,
  };
  return {
    arrivals: queue('Arrivals', 'intake', prompt),
    retrievalNrt: queue('RetrievalNrt', 'retrieve', prompt),
    retrievalBulk: queue('RetrievalBulk', 'retrieve', patient, { otherCause: BUDGET_CAUSE }),
    notifications: queue('Notifications', 'fanOut', prompt),
    statisticsJobs: queue('StatisticsJobs', 'statistics', patient, { windowS: STATISTICS_WINDOW_S }),
  };
}
