import type { LaneControl } from '../../cloud/lane-control.ts';
import { monthCostKey } from '../../product/keys.ts';
import { encodeMonthCost, type MonthCost, parseMonthCost } from '../../product/month-cost.ts';
import type { Services } from '../services.ts';
import { allowedConcurrency } from './allowed-concurrency.ts';
import type { Budget } from './budget.ts';
import { sumMonthCost } from './sum-month-cost.ts';

export type BudgetServices = Pick<Services, 'store' | 'clock' | 'log' | 'metrics'> & {
  readonly budget: Budget;
  readonly bulkLane: LaneControl;
};

/**
 * Adds up what this month has cost and gives the bulk lane the width that the budget leaves; with a new month the sum, and so
 * the lane, starts anew. Can be repeated at any time: the sum is a function of the receipts.
 */
export async function guardBudget(services: BudgetServices): Promise<MonthCost> {
  const { store, clock, budget, log, metrics } = services;
  const now = clock.now();
  const month = now.toISOString().slice(0, 7);
  const key = monthCostKey(month);
  const before = await store.get(key);
  const known = before && parseMonthCost(key, before.bytes);
  const sums = await sumMonthCost(store, month, now, known?.days);
  const bulkConcurrency = allowedConcurrency(sums.usd, budget);
  await setWidth(bulkConcurrency, sums.usd, services);
  const cost: MonthCost = { type: 's2mp-month-cost', month, ...sums, bulkConcurrency, updated: now.toISOString() };
  // No condition: whoever writes last has read the same receipts, or more.
  await store.put(key, encodeMonthCost(cost), { contentType: 'application/json' });
  metrics?.add('MonthCost', cost.usd);
  metrics?.add('BulkConcurrency', bulkConcurrency);
  log.info('Budget:Guard:Done', { month, usd: cost.usd, receipts: cost.receipts, bulkConcurrency });
  return cost;
}

async function setWidth(
  wanted: number,
  spentUsd: number,
  { bulkLane, budget: { monthlyUsd }, log }: BudgetServices,
): Promise<void> {
  const { enabled, maximumConcurrency } = await bulkLane.width();
  const found = enabled ? maximumConcurrency : 0;
  if (found === wanted) return;
  log.warn('Budget:BulkLane:Changed', { from: found ?? 'unlimited', to: wanted, spentUsd, monthlyUsd });
  if (wanted === 0) await bulkLane.close();
  else await bulkLane.open(wanted);
}
