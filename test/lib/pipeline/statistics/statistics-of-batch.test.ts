import { describe, expect, it } from 'vitest';
import { SYSTEM_CLOCK } from '../../../../lib/cloud/clock.ts';
import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import { statisticsOfBatch } from '../../../../lib/pipeline/statistics/statistics-of-batch.ts';
import { InvalidDocumentError } from '../../../../lib/product/invalid-document.error.ts';
import { parseDocument } from '../../../../lib/product/json-document.ts';
import { statisticsKey } from '../../../../lib/product/keys.ts';
import { summaryDocumentSchema } from '../../../../lib/statistics/summary-document.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';

const configuration = parseConfiguration({ areasOfInterest: [{ name: 'a', bbox: [3, 43, 4, 44] }] });
const order = (month: string, item: string, collection = 's2mp-s1s2') =>
  JSON.stringify({ type: 'statistics-order', job: 'summary', collection, month, item });

const always = () => true;

async function openBatch() {
  const store = await LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'b' });
  const done: unknown[] = [];
  const log = {
    ...SILENT_LOG,
    info: (event: string, { month, item }: Readonly<Record<string, unknown>>) => done.push([event, month, item]),
  };
  const queue = { folder: await temporaryFolder(), name: 'statistics', clock: SYSTEM_CLOCK };
  return { store, statistics: await LocalMessageQueue.open(queue), log, done };
}

describe('the statistics of a batch', () => {
  it('does each job once, whatever the number of items that ask for it', async () => {
    const { store, statistics, log, done } = await openBatch();
    const run = statisticsOfBatch({ store, configuration, statistics, log }, always);
    await Promise.all([order('2021-08', 'a'), order('2021-09', 'b'), order('2021-08', 'c')].map(run));
    expect(done).toEqual([
      ['Statistics:Run:Done', '2021-08', 'a'],
      ['Statistics:Run:Done', '2021-09', 'b'],
    ]);
    const key = statisticsKey('summary', 's2mp-s1s2', '2021-09', 'summary.json');
    const object = await store.get(key);
    expect(object && parseDocument(summaryDocumentSchema, key, object.bytes).month).toBe('2021-09');
  });

  it('orders the jobs anew that there is no time for, each once, and does the first in any case', async () => {
    const { store, statistics, log, done } = await openBatch();
    let looks = 0;
    const run = statisticsOfBatch({ store, configuration, statistics, log }, () => looks++ < 1);
    const orders = ['2021-08', '2021-09', '2021-10', '2021-09', '2021-10', '2021-11'].map((month) => order(month, 'a'));
    await Promise.all(orders.map(run));
    expect(done.filter((entry) => JSON.stringify(entry).includes('Run:Done'))).toEqual([
      ['Statistics:Run:Done', '2021-08', 'a'],
      ['Statistics:Run:Done', '2021-09', 'a'],
    ]);
    expect(
      statistics
        .peek()
        .map(({ body }) => body)
        .toSorted(),
    ).toEqual([order('2021-10', 'a'), order('2021-11', 'a')]);
    const again = statisticsOfBatch({ store, configuration, statistics, log }, () => false);
    await again(order('2021-10', 'a'));
    expect(done.at(-1)).toEqual(['Statistics:Run:Done', '2021-10', 'a']);
  });

  it('does it anew in the next batch', async () => {
    const { store, statistics, log, done } = await openBatch();
    for (const item of ['a', 'b'])
      await statisticsOfBatch({ store, configuration, statistics, log }, always)(order('2021-08', item));
    expect(done).toHaveLength(2);
  });

  it('does one job after another', async () => {
    const { store, statistics, log } = await openBatch();
    const months: string[] = [];
    const watched = storeWith(store, {
      put: (key, bytes, options) => {
        months.push(key.split('/')[3] ?? '');
        return store.put(key, bytes, options);
      },
    });
    const run = statisticsOfBatch({ store: watched, configuration, statistics, log }, always);
    await Promise.all([order('2021-08', 'a'), order('2021-09', 'b'), order('2021-10', 'c')].map(run));
    expect(months).toEqual(months.toSorted());
    expect(new Set(months).size).toBe(3);
  });

  it('fails every message of a job that fails, and no other', async () => {
    const { store, statistics, log, done } = await openBatch();
    const broken = storeWith(store, {
      put: (key, bytes, options) =>
        key.includes('2021-08') ? Promise.reject(new Error('no')) : store.put(key, bytes, options),
    });
    const run = statisticsOfBatch({ store: broken, configuration, statistics, log }, always);
    const bodies = [order('2021-08', 'a'), order('2021-08', 'b'), 'no order', order('2021-09', 'c')];
    const outcomes = await Promise.allSettled(bodies.map(run));
    expect(outcomes).toEqual([
      { status: 'rejected', reason: new Error('no') },
      { status: 'rejected', reason: new Error('no') },
      { status: 'rejected', reason: expect.any(InvalidDocumentError) },
      { status: 'fulfilled', value: undefined },
    ]);
    expect(done).toEqual([['Statistics:Run:Done', '2021-09', 'c']]);
  });
});
