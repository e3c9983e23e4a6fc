import { utimes } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { allowedConcurrency } from '../../../../lib/pipeline/budget/allowed-concurrency.ts';
import { budgetSchema } from '../../../../lib/pipeline/budget/budget.ts';
import { type BudgetServices, guardBudget } from '../../../../lib/pipeline/budget/guard-budget.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import { METRICS_OF } from '../../../../lib/pipeline/metrics.ts';
import { monthCostKey, receiptKey } from '../../../../lib/product/keys.ts';
import { parseMonthCost } from '../../../../lib/product/month-cost.ts';
import { encodeReceipt } from '../../../../lib/product/receipt.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { SAMPLE_RECEIPT } from '../../product/sample-receipt.ts';

const BUDGET = budgetSchema.parse({ monthlyUsd: 10, lowerAtShare: 0.8, bulkConcurrency: 6 });

async function openBench() {
  const store = await LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });
  const clock = new ManualClock(new Date('2026-11-03T12:00:00.000Z'));
  const queues = { folder: await temporaryFolder(), clock };
  const deadLetters = await LocalMessageQueue.open({ ...queues, name: 'bulk-dead-letters' });
  const deadLetter = { queue: deadLetters, maxReceiveCount: 5 };
  const queue = await LocalMessageQueue.open({ ...queues, name: 'bulk', deadLetter, retentionSeconds: 10 * 86_400 });
  const lane = { width: { enabled: true, maximumConcurrency: 6 }, changes: [] as (number | 'closed')[] };
  const read: string[] = [];
  const metrics: Record<string, number> = {};
  const services: BudgetServices = {
    store: storeWith(store, {
      get: (key) => {
        read.push(key);
        return store.get(key);
      },
    }),
    clock,
    log: SILENT_LOG,
    metrics: { add: (name, value) => void Object.assign(metrics, { [name]: value }) },
    budget: BUDGET,
    bulkQueue: queue,
    bulkLane: {
      width: async () => lane.width,
      open: async (maximumConcurrency) => {
        lane.width = { enabled: true, maximumConcurrency };
        lane.changes.push(maximumConcurrency);
      },
      close: async () => {
        lane.width = { ...lane.width, enabled: false };
        lane.changes.push('closed');
      },
    },
  };
  let receipts = 0;
  const spend = async (usd: number | undefined, at: string) => {
    const run = String(receipts++).padStart(64, '0');
    const cost = usd === undefined ? undefined : { usd, gbSeconds: 1, invocations: 1, reads: 1, writes: 1 };
    await store.put(receiptKey(run), encodeReceipt({ ...SAMPLE_RECEIPT, run, ...(cost && { cost }) }));
    const path = store.pathOf(receiptKey(run));
    if (path) await utimes(path, new Date(at), new Date(at));
    return receiptKey(run);
  };
  return { services, store, clock, lane, queue, deadLetters, read, metrics, spend };
}

describe('allowedConcurrency', () => {
  it('narrows the lane at the share and closes it at the sum', () => {
    const spent = [0, 7.99, 8, 9.99, 10, 20];
    expect(spent.map((usd) => allowedConcurrency(usd, BUDGET))).toEqual([6, 6, 2, 2, 0, 0]);
  });
});

describe('guardBudget', () => {
  it('adds up the month by days, leaves out other months and receipts without a cost, and leaves the lane alone', async () => {
    const bench = await openBench();
    await bench.spend(5, '2026-10-31T23:59:59Z');
    await bench.spend(0.25, '2026-11-01T00:00:00Z');
    await bench.spend(0.5, '2026-11-03T11:00:00Z');
    await bench.spend(undefined, '2026-11-03T11:30:00Z');
    const expected = {
      type: 's2mp-month-cost',
      month: '2026-11',
      usd: 0.75,
      receipts: 3,
      hours: { '2026-11-01T00': { usd: 0.25, receipts: 1 }, '2026-11-03T11': { usd: 0.5, receipts: 2 } },
      unreadable: 0,
      bulkConcurrency: 6,
      updated: '2026-11-03T12:00:00.000Z',
    };
    expect(await guardBudget(bench.services)).toEqual(expected);
    const key = monthCostKey('2026-11');
    expect(parseMonthCost(key, (await bench.store.get(key))?.bytes ?? new Uint8Array())).toEqual(expected);
    expect(bench.lane.changes).toEqual([]);
    expect(bench.metrics).toEqual({ MonthCost: 0.75, BulkConcurrency: 6 });
    expect(Object.keys(bench.metrics).sort()).toEqual(METRICS_OF['budget-guard'].toSorted());
  });

  it('narrows, closes and, with the next month, opens the lane again, each once', async () => {
    const bench = await openBench();
    await bench.spend(8.5, '2026-11-02T10:00:00Z');
    await guardBudget(bench.services);
    await guardBudget(bench.services);
    expect(bench.lane.changes).toEqual([2]);
    await bench.spend(2, '2026-11-03T11:59:00Z');
    await guardBudget(bench.services);
    await guardBudget(bench.services);
    expect(bench.lane.changes).toEqual([2, 'closed']);
    bench.clock.advanceTo(new Date('2026-12-01T00:30:00.000Z'));
    expect(await guardBudget(bench.services)).toMatchObject({ month: '2026-12', usd: 0, bulkConcurrency: 6 });
    expect(bench.lane.changes).toEqual([2, 'closed', 6]);
  });

  it('leaves a lane closed that a person has closed, and closes what a person has opened beyond the budget', async () => {
    const bench = await openBench();
    await guardBudget(bench.services);
    bench.lane.width = { enabled: false, maximumConcurrency: 6 };
    await guardBudget(bench.services);
    await guardBudget(bench.services);
    expect(bench.lane.changes).toEqual([]);
    await bench.spend(11, '2026-11-03T10:00:00Z');
    await guardBudget(bench.services);
    bench.lane.width = { enabled: true, maximumConcurrency: 6 };
    await guardBudget(bench.services);
    expect(bench.lane.changes).toEqual(['closed']);
  });

  it('reads the receipts of hours that are over once, unless one more has come', async () => {
    const bench = await openBench();
    const old = await bench.spend(1, '2026-11-01T10:00:00Z');
    const recent = await bench.spend(1, '2026-11-03T10:55:00Z');
    const newest = await bench.spend(1, '2026-11-03T11:55:00Z');
    await guardBudget(bench.services);
    bench.read.length = 0;
    await guardBudget(bench.services);
    expect(bench.read).toEqual([monthCostKey('2026-11'), newest]);
    const late = await bench.spend(1, '2026-11-01T10:59:00Z');
    bench.read.length = 0;
    expect(await guardBudget(bench.services)).toMatchObject({ usd: 4, receipts: 4 });
    expect(bench.read).toEqual([monthCostKey('2026-11'), old, late, newest]);
    expect(bench.read).not.toContain(recent);
  });

  it('is not stopped by a receipt or notes that it cannot read, and says how many', async () => {
    const bench = await openBench();
    await bench.spend(1, '2026-11-03T10:00:00Z');
    await bench.store.put(receiptKey('f'.repeat(64)), new TextEncoder().encode('{"type":"s2mp-rec'));
    await bench.store.put(monthCostKey('2026-11'), new TextEncoder().encode('{"type":"s2mp-month-cost","days":{}}'));
    const path = bench.store.pathOf(receiptKey('f'.repeat(64)));
    if (path) await utimes(path, new Date('2026-11-03T10:30:00Z'), new Date('2026-11-03T10:30:00Z'));
    expect(await guardBudget(bench.services)).toMatchObject({ usd: 1, receipts: 1, unreadable: 1 });
  });

  it('reads what a receipt of another version says of its cost', async () => {
    const bench = await openBench();
    const text = JSON.stringify({ type: 's2mp-receipt', cost: { usd: 3, carbonGrams: 1 }, novelty: true });
    await bench.store.put(receiptKey('e'.repeat(64)), new TextEncoder().encode(text));
    const path = bench.store.pathOf(receiptKey('e'.repeat(64)));
    if (path) await utimes(path, new Date('2026-11-03T10:30:00Z'), new Date('2026-11-03T10:30:00Z'));
    expect(await guardBudget(bench.services)).toMatchObject({ usd: 3, receipts: 1, unreadable: 0 });
  });

  it('sends what waits in the closed lane anew at once and after five days, so that SQS does not forget it', async () => {
    const bench = await openBench();
    const bodies = Array.from({ length: 25 }, (_, i) => `order ${i}`);
    for (const body of bodies) await bench.queue.send(body);
    bench.clock.advanceTo(new Date('2026-11-09T12:00:00.000Z'));
    await bench.spend(11, '2026-11-09T11:00:00Z');
    const ages = () => new Set(bench.queue.peek().map(({ sentAtMs }) => new Date(sentAtMs).toISOString()));
    expect(await guardBudget(bench.services)).toMatchObject({ renewed: '2026-11-09T12:00:00.000Z' });
    expect(ages()).toEqual(new Set(['2026-11-09T12:00:00.000Z']));
    bench.clock.advanceTo(new Date('2026-11-14T11:00:00.000Z'));
    await guardBudget(bench.services);
    expect(ages()).toEqual(new Set(['2026-11-09T12:00:00.000Z']));
    bench.clock.advanceTo(new Date('2026-11-14T12:00:00.000Z'));
    expect(await guardBudget(bench.services)).toMatchObject({ renewed: '2026-11-14T12:00:00.000Z' });
    expect(ages()).toEqual(new Set(['2026-11-14T12:00:00.000Z']));
    expect(
      bench.queue
        .peek()
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual(bodies.toSorted());
    expect(bench.deadLetters.length).toBe(0);
  });

  it('goes on with the renewal at its next look when its time is over', async () => {
    const bench = await openBench();
    for (let i = 0; i < 90; i++) await bench.queue.send(`order ${i}`);
    bench.clock.advanceTo(new Date('2026-11-09T12:00:00.000Z'));
    await bench.spend(11, '2026-11-09T11:00:00Z');
    let looks = 0;
    expect((await guardBudget(bench.services, () => looks++ < 1)).renewed).toBeUndefined();
    bench.clock.advanceTo(new Date('2026-11-09T13:00:00.000Z'));
    expect((await guardBudget(bench.services)).renewed).toBe('2026-11-09T13:00:00.000Z');
    expect(new Set(bench.queue.peek().map(({ body }) => body)).size).toBe(90);
    expect(bench.queue.length).toBe(90);
  });
});
