import middy from '@middy/core';
import { type BudgetServices, guardBudget } from '../../lib/pipeline/budget/guard-budget.ts';

/** Called by the clock; what the event says does not matter. */
export function createBudgetGuardHandler(services: BudgetServices) {
  return middy<unknown, void>().handler(async () => {
    await guardBudget(services);
  });
}
