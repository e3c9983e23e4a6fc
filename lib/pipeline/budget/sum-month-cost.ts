import { z } from 'zod';
import type { ListedObject, ObjectStore } from '../../cloud/object-store.ts';
import { RECEIPTS_PREFIX } from '../../product/keys.ts';
import type { MonthCost } from '../../product/month-cost.ts';
import { inParallel } from '../in-parallel.ts';

const READS_AT_A_TIME = 32;
const HOUR_MS = 3_600_000;
/** An hour's sum is final when no receipt of it can still appear in a listing. */
const FINAL_AFTER_MS = 600_000;

type Sums = Pick<MonthCost, 'usd' | 'receipts' | 'hours' | 'unreadable'>;

/** Of a receipt only this is read: one of an earlier or later version must not keep the others from being added up. */
const costOfReceipt = z.object({ cost: z.object({ usd: z.number().nonnegative() }).optional() });

/**
 * Adds up the receipts that were written in one month (UTC), by hour. A receipt is written once, so an hour that is over
 * keeps its sum: `known` spares reading its receipts again.
 *
 * @param month `yyyy-mm`
 */
export async function sumMonthCost(
  store: ObjectStore,
  month: string,
  now: Date,
  known: MonthCost['hours'] = {},
): Promise<Sums> {
  const byHour = new Map<string, ListedObject[]>();
  for await (const object of store.list(RECEIPTS_PREFIX)) {
    const hour = object.modified.toISOString().slice(0, 13);
    if (!hour.startsWith(month)) continue;
    const receipts = byHour.get(hour);
    if (receipts) receipts.push(object);
    else byHour.set(hour, [object]);
  }
  const hours: MonthCost['hours'] = {};
  let unreadable = 0;
  for (const [hour, receipts] of [...byHour].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = known[hour];
    const isFinal = now.getTime() >= Date.parse(`${hour}:00:00Z`) + HOUR_MS + FINAL_AFTER_MS;
    if (isFinal && before?.receipts === receipts.length) {
      hours[hour] = before;
      continue;
    }
    const costs = await costsOf(store, receipts);
    const readable = costs.filter((usd) => usd !== undefined);
    unreadable += costs.length - readable.length;
    hours[hour] = { usd: sumUsd(readable), receipts: readable.length };
  }
  const all = Object.values(hours);
  return {
    usd: sumUsd(all.map(({ usd }) => usd)),
    receipts: all.reduce((sum, { receipts }) => sum + receipts, 0),
    hours,
    unreadable,
  };
}

async function costsOf(store: ObjectStore, receipts: readonly ListedObject[]): Promise<(number | undefined)[]> {
  const costs = new Array<number | undefined>(receipts.length);
  const read = async ([i, { key }]: [number, ListedObject]) => {
    costs[i] = await costOfUsd(store, key);
  };
  await inParallel(receipts.entries(), read, { workers: READS_AT_A_TIME });
  return costs;
}

/** 0 of receipts that state no cost: those of a machine of one's own. Undefined of what is no receipt. */
async function costOfUsd(store: ObjectStore, key: string): Promise<number | undefined> {
  const object = await store.get(key);
  if (!object) return 0;
  try {
    const receipt: unknown = JSON.parse(new TextDecoder().decode(object.bytes));
    const parsed = costOfReceipt.safeParse(receipt);
    return parsed.success ? (parsed.data.cost?.usd ?? 0) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function sumUsd(costs: readonly number[]): number {
  return Math.round(costs.reduce((sum, usd) => sum + usd, 0) * 1e8) / 1e8;
}
