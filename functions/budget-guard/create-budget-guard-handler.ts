import middy from '@middy/core';
import { type BudgetServices, guardBudget } from '../../lib/pipeline/budget/guard-budget.ts';

/** For what is done after the last look at the clock. */
const RESERVE_MS = 30_000;

/** Called by the clock; what the event says does not matter. */
export function createBudgetGuardHandler(services: BudgetServices) {
  return middy<unknown, void>().handler(async (_event, context) => {
    await guardBudget(services, () => context.getRemainingTimeInMillis() > RESERVE_MS);
  });
}
