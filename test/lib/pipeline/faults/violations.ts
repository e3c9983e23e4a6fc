import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import { ASSET_FILES, assetKey, ledgerKey, parseItemKey } from '../../../../lib/product/keys.ts';
import { type LedgerRecord, parseLedgerRecord } from '../../../../lib/product/ledger-record.ts';
import { readCollections } from '../../../load/load-outcome.ts';
import { stateText } from '../../../support/state-text.ts';
import type { FaultOutcome } from './pipeline-under-faults.ts';
import { EW_PRODUCT, FINAL_STATES, type Story } from './schedules.ts';
import type { TinyName, TinyWorld } from './tiny-products.ts';

/** SHA-256 by key, of what must not depend on faults. */
export type Footprints = ReadonlyMap<string, string>;

/** Live items, the files that they name, collections, and (if asked for) all statistics. */
export async function footprintsOf(store: ObjectStore, hasStatistics: boolean): Promise<Footprints> {
  const keys: string[] = [];
  for (const { collection, item, run } of (await readCollections(store)).items) {
    for (const file of ASSET_FILES) keys.push(assetKey(collection, item, run, file));
  }
  for await (const { key } of store.list('collections/')) if (key.endsWith('.json')) keys.push(key);
  if (hasStatistics) for await (const { key } of store.list('statistics/')) keys.push(key);
  const footprints = new Map<string, string>();
  for (const key of keys.sort()) {
    const object = await store.get(key);
    footprints.set(key, object ? createHash('sha256').update(object.bytes).digest('hex') : 'absent');
  }
  return footprints;
}

/**
 * What a run did that no run may do; empty if it kept all promises.
 *
 * @param references of runs without faults; with several, the one with the same items counts: the id of an acquisition is
 *   that of its version that came first
 */
export async function violationsOf(
  story: Story,
  world: TinyWorld,
  outcome: FaultOutcome,
  references: readonly Footprints[],
  hasStatistics: boolean,
): Promise<string[]> {
  const records = await ledgerOf(outcome.store);
  return [
    ...outcome.deadLetters.map(({ queue, body }) => `dead letter in ${queue}: ${body.slice(0, 80)}`),
    ...(outcome.left > 0 ? [`${outcome.left} messages were left over`] : []),
    ...outcome.witnessed.flatMap(({ collection, run, missing }) =>
      missing.map((what) => `${collection} ${run.slice(0, 6)} was announced without ${what}`),
    ),
    ...ledgerViolations(story, world, records),
    ...announcementViolations(records, outcome),
    ...(await liveViolations(story, world, outcome.store)),
    ...differences(await footprintsOf(outcome.store, hasStatistics), references),
  ];
}

async function ledgerOf(store: ObjectStore): Promise<Map<string, LedgerRecord>> {
  const records = new Map<string, LedgerRecord>();
  for await (const { key } of store.list('ledger/')) {
    const object = await store.get(key);
    if (object) records.set(key, parseLedgerRecord(key, object.bytes));
  }
  return records;
}

/** Each source product has exactly one record, in the state that its story ends with. */
function ledgerViolations(story: Story, world: TinyWorld, records: ReadonlyMap<string, LedgerRecord>): string[] {
  const expected = new Map<string, string>();
  const states = Object.entries(FINAL_STATES[story]) as [TinyName, string][];
  const winner = states.find(([, state]) => state === 'produced')?.[0];
  for (const [name, state] of states) {
    const by = winner ? world.products[winner].product : '';
    expected.set(ledgerKey(world.products[name].product), state.replace('*', by));
  }
  if (story === 'versions') expected.set(ledgerKey(EW_PRODUCT), 'rejected(unsupported-product)');
  const found = new Map([...records].map(([key, record]) => [key, stateText(record)]));
  const isUnnamed = (key: string) => story === 'versions' && found.get(key) === 'rejected(invalid-message)';
  const unnamed = [...found.keys()].filter(isUnnamed).length;
  return [
    ...[...expected].flatMap(([key, state]) =>
      found.get(key) === state ? [] : [`${key}: ${found.get(key)}, not ${state}`],
    ),
    ...[...found].flatMap(([key, state]) =>
      expected.has(key) || isUnnamed(key) ? [] : [`${key}: ${state}, unexpected`],
    ),
    ...(story === 'versions' && unnamed !== 1 ? [`${unnamed} records of the message that is none`] : []),
  ];
}

function announcementViolations(records: ReadonlyMap<string, LedgerRecord>, { witnessed }: FaultOutcome): string[] {
  const announced = new Set(witnessed.map(({ collection, run }) => `${collection} ${run}`));
  return [...records.values()].flatMap(({ product, outcomes }) =>
    Object.entries(outcomes).flatMap(([collection, outcome]) =>
      outcome.state === 'produced' && !announced.has(`${collection} ${outcome.run}`)
        ? [`${product} in ${collection} was never announced`]
        : [],
    ),
  );
}

/** One live version of each acquisition and collection, of the better source, with its receipt. */
async function liveViolations(story: Story, world: TinyWorld, store: ObjectStore): Promise<string[]> {
  const { items: live } = await readCollections(store);
  const found = live.map(({ collection, source }) => `${collection} ${source.product}`).sort();
  const sources = (Object.entries(FINAL_STATES[story]) as [TinyName, string][])
    .filter(([, state]) => state === 'produced')
    .map(([name]) => world.products[name].product);
  const expected = ['s2mp-s1s2', 's2mp-s1s3'].flatMap((id) => sources.map((product) => `${id} ${product}`)).sort();
  const violations = found.join() === expected.join() ? [] : [`live: ${found.join()}, not ${expected.join()}`];
  for (const { item, run } of live) {
    if (!(await store.head(`receipts/${run}.json`))) violations.push(`${item} has no receipt`);
  }
  return violations;
}

function differences(found: Footprints, references: readonly Footprints[]): string[] {
  const isItem = (key: string) => parseItemKey(key) !== undefined;
  const reference = references.find((candidate) => [...candidate.keys()].filter(isItem).every((key) => found.has(key)));
  if (!reference) return [`items ${[...found.keys()].filter(isItem).join()} are those of no run without faults`];
  const keys = new Set([...found.keys(), ...reference.keys()]);
  return [...keys].filter((key) => found.get(key) !== reference.get(key)).map((key) => `${key} differs`);
}
