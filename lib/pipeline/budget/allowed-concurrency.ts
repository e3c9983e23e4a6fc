import type { Budget } from './budget.ts';

/** Lambda's least for the concurrency of an event source mapping. */
const LEAST = 2;

/** Invocations side by side that the budget leaves to the bulk lane; 0 = none. Near-real-time work is never slowed. */
export function allowedConcurrency(spentUsd: number, budget: Budget): number {
  if (spentUsd >= budget.monthlyUsd) return 0;
  return spentUsd >= budget.lowerAtShare * budget.monthlyUsd ? LEAST : budget.bulkConcurrency;
}
