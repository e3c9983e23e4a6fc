import type { ListedObject, ObjectStore } from '../../cloud/object-store.ts';
import { RECEIPTS_PREFIX } from '../../product/keys.ts';
import type { MonthCost } from '../../product/month-cost.ts';
import { parseReceipt } from '../../product/receipt.ts';

const READS_AT_A_TIME = 32;
/** A day's sum is final when no receipt of it can still appear; clocks of machines differ by far less. */
const FINAL_AFTER_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

type Sums = Pick<MonthCost, 'usd' | 'receipts' | 'days'>;

/**
 * Adds up the receipts that were written in one month (UTC), by day. A receipt is written once, so a day that is over
 * keeps its sum: `known` spares reading its receipts again.
 *
 * @param month `yyyy-mm`
 */
export async function sumMonthCost(
  store: ObjectStore,
  month: string,
  now: Date,
  known: MonthCost['days'] = {},
): Promise<Sums> {
  const byDay = new Map<string, ListedObject[]>();
  for await (const object of store.list(RECEIPTS_PREFIX)) {
    const day = object.modified.toISOString().slice(0, 10);
    if (day.startsWith(month)) byDay.set(day, [...(byDay.get(day) ?? []), object]);
  }
  const days: MonthCost['days'] = {};
  for (const [day, receipts] of [...byDay].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = known[day];
    const isFinal = now.getTime() >= Date.parse(day) + DAY_MS + FINAL_AFTER_MS;
    days[day] = isFinal && before?.receipts === receipts.length ? before : await sumDay(store, receipts);
  }
  const all = Object.values(days);
  return {
    usd: roundUsd(all.reduce((sum, { usd }) => sum + usd, 0)),
    receipts: all.reduce((sum, { receipts }) => sum + receipts, 0),
    days,
  };
}

async function sumDay(store: ObjectStore, receipts: readonly ListedObject[]): Promise<MonthCost['days'][string]> {
  let usd = 0;
  for (let from = 0; from < receipts.length; from += READS_AT_A_TIME) {
    const costs = receipts.slice(from, from + READS_AT_A_TIME).map(({ key }) => costOfUsd(store, key));
    for (const cost of await Promise.all(costs)) usd += cost;
  }
  return { usd: roundUsd(usd), receipts: receipts.length };
}

/** 0 of receipts that state no cost: those of a machine of one's own. */
async function costOfUsd(store: ObjectStore, key: string): Promise<number> {
  const object = await store.get(key);
  return (object && parseReceipt(key, object.bytes).cost?.usd) ?? 0;
}

function roundUsd(usd: number): number {
  return Math.round(usd * 1e8) / 1e8;
}
