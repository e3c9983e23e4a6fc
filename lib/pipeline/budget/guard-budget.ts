import type { LaneControl } from '../../cloud/lane-control.ts';
import type { MessageQueue } from '../../cloud/message-queue.ts';
import { InvalidDocumentError } from '../../product/invalid-document.error.ts';
import { monthCostKey } from '../../product/keys.ts';
import { encodeMonthCost, type MonthCost, parseMonthCost } from '../../product/month-cost.ts';
import type { Services } from '../services.ts';
import { allowedConcurrency } from './allowed-concurrency.ts';
import type { Budget } from './budget.ts';
import { widthToSet } from './bulk-width.ts';
import { renewMessages } from './renew-messages.ts';
import { sumMonthCost } from './sum-month-cost.ts';

export type BudgetServices = Pick<Services, 'store' | 'clock' | 'log' | 'metrics'> & {
  readonly budget: Budget;
  readonly bulkLane: LaneControl;
  /** What waits in the bulk lane. */
  readonly bulkQueue: MessageQueue;
};

/** Half of what SQS keeps a message for in the bulk queue. */
const RENEWED_EVERY_MS = 5 * 86_400_000;

/**
 * Adds up what this month has cost and gives the bulk lane the width that the budget leaves; with a new month the sum, and so
 * the lane, starts anew. While the lane is closed, what waits in it is sent anew every few days, or SQS would forget it.
 * Can be repeated at any time: the sum is a function of the receipts.
 *
 * @param hasTime false when the function is about to be stopped
 */
export async function guardBudget(services: BudgetServices, hasTime = () => true): Promise<MonthCost> {
  const { store, clock, budget, log, metrics } = services;
  const now = clock.now();
  const month = now.toISOString().slice(0, 7);
  const known = await readMonthCost(month, services);
  const last = known ?? (await readMonthCost(monthBefore(now), services));
  const sums = await sumMonthCost(store, month, now, known?.hours);
  const allowed = allowedConcurrency(sums.usd, budget);
  await setWidth(allowed, last?.bulkConcurrency, sums.usd, services);
  const renewed = allowed === 0 ? await keepWaiting(last?.renewed, services, hasTime) : undefined;
  const cost: MonthCost = {
    type: 's2mp-month-cost',
    month,
    ...sums,
    bulkConcurrency: allowed,
    ...(renewed !== undefined && { renewed }),
    updated: now.toISOString(),
  };
  // No condition: whoever writes last has read the same receipts, or more.
  await store.put(monthCostKey(month), encodeMonthCost(cost), { contentType: 'application/json' });
  metrics?.add('MonthCost', cost.usd);
  metrics?.add('BulkConcurrency', allowed);
  const { usd, receipts, unreadable } = cost;
  if (unreadable > 0) log.error('Budget:Receipts:Unreadable', { month, unreadable });
  log.info('Budget:Guard:Done', { month, usd, receipts, bulkConcurrency: allowed });
  return cost;
}

/** What an earlier look has noted. It only saves work, so one that cannot be read is none. */
async function readMonthCost(month: string, { store, log }: BudgetServices): Promise<MonthCost | undefined> {
  const key = monthCostKey(month);
  const object = await store.get(key);
  try {
    return object && parseMonthCost(key, object.bytes);
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    log.warn('Budget:Notes:Unreadable', { key, message: error.message });
    return undefined;
  }
}

function monthBefore(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1)).toISOString().slice(0, 7);
}

async function setWidth(
  allowed: number,
  last: number | undefined,
  spentUsd: number,
  { bulkLane, budget: { monthlyUsd }, log }: BudgetServices,
): Promise<void> {
  const found = await bulkLane.width();
  const width = widthToSet(found, last, allowed);
  if (width === undefined) return;
  log.warn('Budget:BulkLane:Changed', { from: found, to: width, spentUsd, monthlyUsd });
  if (width === 0) await bulkLane.close();
  else await bulkLane.open(width);
}

/** @returns when everything that waits was last sent anew */
async function keepWaiting(
  last: string | undefined,
  { bulkQueue, clock, log }: BudgetServices,
  hasTime: () => boolean,
): Promise<string | undefined> {
  const now = clock.now();
  if (last !== undefined && now.getTime() < Date.parse(last) + RENEWED_EVERY_MS) return last;
  const { renewed, done } = await renewMessages(bulkQueue, now, hasTime);
  log.info('Budget:BulkLane:Renewed', { renewed, done });
  // What there was no time for is done at the next look.
  return done ? now.toISOString() : last;
}
