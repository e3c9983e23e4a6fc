import { z } from 'zod';
import { FUNCTION_LIMITS, LANE_CONCURRENCY, type LaneName, type LimitedFunction } from '../limits.ts';

/** Lambda's own bounds for the concurrency of a queue's event source mapping. */
const concurrency = (lane: LaneName) => z.number().int().min(2).max(1000).default(LANE_CONCURRENCY[lane]);

/** Lambda's own bounds. The visibility timeout of the queues follows from the timeout. */
const ofFunction = (name: LimitedFunction) =>
  z
    .strictObject({
      memoryMb: z.number().int().min(128).max(10_240).default(FUNCTION_LIMITS[name].memoryMb),
      timeoutS: z.number().int().min(1).max(900).default(FUNCTION_LIMITS[name].timeoutS),
    })
    .prefault({});

/** How much at a time, and how large each function is. */
export const limits = z
  .strictObject({
    lanes: z
      .strictObject({
        intake: concurrency('intake'),
        nrt: concurrency('nrt'),
        bulk: concurrency('bulk'),
        fanOut: concurrency('fanOut'),
        statistics: concurrency('statistics'),
      })
      .prefault({}),
    intake: ofFunction('intake'),
    retrieve: ofFunction('retrieve'),
    fanOut: ofFunction('fanOut'),
    statistics: ofFunction('statistics'),
    budgetGuard: ofFunction('budgetGuard'),
  })
  .prefault({});
