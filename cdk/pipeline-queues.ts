import type { Construct } from 'constructs';
import { GuardedQueue } from './constructs/guarded-queue.ts';
import type { Deployment } from './deployment.ts';
import {
  type LimitedFunction,
  PATIENT_RETENTION_DAYS,
  PROMPT_RETENTION_DAYS,
  REACTION_DAYS,
  STATISTICS_WINDOW_S,
} from './limits.ts';

const DAY_MINUTES = 1440;

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
  const queue = (id: string, reader: LimitedFunction, retentionDays: number, maxAgeMinutes: number, windowS = 0) =>
    new GuardedQueue(scope, id, {
      functionTimeoutS: limits[reader].timeoutS,
      maxReceiveCount: pipeline.maxReceiveCount,
      retentionDays,
      maxAgeMinutes,
      windowS,
    });
  const prompt = (id: string, reader: LimitedFunction) =>
    queue(id, reader, PROMPT_RETENTION_DAYS, alarms.maxQueueAgeMinutes);
  const patient = (id: string, reader: LimitedFunction, windowS = 0) =>
    queue(id, reader, PATIENT_RETENTION_DAYS, (PATIENT_RETENTION_DAYS - REACTION_DAYS) * DAY_MINUTES, windowS);
  return {
    arrivals: prompt('Arrivals', 'intake'),
    retrievalNrt: prompt('RetrievalNrt', 'retrieve'),
    retrievalBulk: patient('RetrievalBulk', 'retrieve'),
    notifications: prompt('Notifications', 'fanOut'),
    statisticsJobs: patient('StatisticsJobs', 'statistics', STATISTICS_WINDOW_S),
  };
}
