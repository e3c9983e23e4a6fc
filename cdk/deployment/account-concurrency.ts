import type { Deployment } from '../deployment.ts';

/** The guard's one invocation per hour. */
const BUDGET_GUARD = 1;

/**
 * Lambda invocations that can run at a time. The account's quota in the region ("Concurrent executions") has to leave
 * this much to the stack, or deliveries are throttled: no function reserves any.
 */
export function accountConcurrency({ limits }: Deployment): number {
  return Object.values(limits.lanes).reduce((sum, lane) => sum + lane, BUDGET_GUARD);
}
