import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import type { Configuration } from '../../lib/pipeline/configuration.ts';
import { ASSET_FILES, assetKey, collectionKey, LEDGER_PREFIX, ledgerKey, receiptKey } from '../../lib/product/keys.ts';
import { parseLedgerRecord } from '../../lib/product/ledger-record.ts';
import type { LiveItem } from '../../lib/product/live-item.ts';
import { parseNotification } from '../../lib/product/notification-schema.ts';
import { stateText } from '../support/state-text.ts';
import type { ExpectedScene, LoadMix } from './load-mix.ts';
import { type LoadOutcome, readCollections } from './load-outcome.ts';
import { statisticsViolations } from './statistics-violations.ts';

export interface LoadRules {
  readonly configuration: Pick<Configuration, 'collections' | 'comparisons'>;
  /**
   * How often one notification may come at most: by default as often as its scene came in, since each arrival makes at
   * most one order and each order announces at most once. Queues that deliver again by themselves allow more.
   */
  readonly mostAnnouncements?: (scene: ExpectedScene) => number;
}

/** What a load did that it may not do; empty if all went well. */
export async function loadViolations(mix: LoadMix, outcome: LoadOutcome, rules: LoadRules): Promise<string[]> {
  const { items, otherKeys } = await readCollections(outcome.store);
  return [
    ...outcome.deadLetters.map((letter) => `dead letter: ${letter}`),
    ...(outcome.left > 0 ? [`${outcome.left} messages were left over`] : []),
    ...(await ledgerViolations(mix, outcome.store)),
    ...productViolations(mix, items, otherKeys, rules),
    ...(await receiptViolations(items, outcome.store)),
    ...announcementViolations(mix, items, outcome.notifications, rules),
    ...(await statisticsViolations(items, outcome.store, rules.configuration)),
  ];
}

async function ledgerViolations(mix: LoadMix, store: ObjectStore): Promise<string[]> {
  const found = new Map<string, string>();
  let nameless = 0;
  for await (const { key } of store.list(LEDGER_PREFIX)) {
    const object = await store.get(key);
    const state = object ? stateText(parseLedgerRecord(key, object.bytes)) : 'gone';
    if (state === 'rejected(invalid-message)') nameless += 1;
    else found.set(key, state);
  }
  const expected = new Map(mix.scenes.map((scene) => [ledgerKey(scene.product), scene]));
  return [
    ...[...expected].flatMap(([key, { state, poison }]) =>
      found.get(key) === state ? [] : [`${key}: ${found.get(key)}, not ${state}${poison ? ` (${poison})` : ''}`],
    ),
    ...[...found].flatMap(([key, state]) => (expected.has(key) ? [] : [`${key}: ${state}, unexpected`])),
    ...(nameless === mix.nameless ? [] : [`${nameless} records of messages that are none, not ${mix.nameless}`]),
  ];
}

/** One live map of each sound scene in each collection, with its files, and nothing else. */
function productViolations(
  mix: LoadMix,
  items: readonly LiveItem[],
  otherKeys: ReadonlySet<string>,
  { configuration }: LoadRules,
): string[] {
  const expected = new Set(
    soundScenes(mix).flatMap(({ product }) => configuration.collections.map((id) => `${id} ${product}`)),
  );
  const found = new Map<string, number>();
  for (const { collection, source } of items) {
    const name = `${collection} ${source.product}`;
    found.set(name, (found.get(name) ?? 0) + 1);
  }
  const files = new Set([
    ...items.flatMap(({ collection, item, run }) => ASSET_FILES.map((file) => assetKey(collection, item, run, file))),
    ...configuration.collections.map(collectionKey),
  ]);
  return [
    ...[...expected].flatMap((name) => (found.has(name) ? [] : [`${name}: no live map`])),
    ...[...found].flatMap(([name, count]) => {
      if (!expected.has(name)) return [`${name}: a live map, unexpected`];
      return count === 1 ? [] : [`${name}: ${count} live maps`];
    }),
    ...[...files].flatMap((key) => (otherKeys.has(key) ? [] : [`${key} is missing`])),
    ...[...otherKeys].flatMap((key) => (files.has(key) ? [] : [`${key} belongs to no live map`])),
  ];
}

async function receiptViolations(items: readonly LiveItem[], store: ObjectStore): Promise<string[]> {
  const expected = new Set(items.map(({ run }) => receiptKey(run)));
  const found = new Set<string>();
  for await (const { key } of store.list('receipts/')) found.add(key);
  return [
    ...[...expected].flatMap((key) => (found.has(key) ? [] : [`${key} is missing`])),
    ...[...found].flatMap((key) => (expected.has(key) ? [] : [`${key} belongs to no live map`])),
  ];
}

/** Each live map was announced under one id, at least once and no oftener than allowed; nothing else was. */
function announcementViolations(
  mix: LoadMix,
  items: readonly LiveItem[],
  notifications: readonly string[],
  { mostAnnouncements = (scene) => scene.arrivals }: LoadRules,
): string[] {
  const scenes = new Map(mix.scenes.map((scene) => [scene.product, scene]));
  const times = new Map<string, Map<string, number>>();
  for (const [i, body] of notifications.entries()) {
    const { id, data } = parseNotification(`notification ${i}`, body);
    const name = `${data.properties.collection} ${data.id} ${data.properties.run}`;
    const ids = times.get(name) ?? new Map<string, number>();
    times.set(name, ids.set(id, (ids.get(id) ?? 0) + 1));
  }
  const violations: string[] = [];
  for (const { collection, item, run, source } of items) {
    const name = `${collection} ${item} ${run}`;
    const ids = times.get(name) ?? new Map<string, number>();
    times.delete(name);
    const scene = scenes.get(source.product);
    const most = scene ? mostAnnouncements(scene) : 0;
    if (ids.size === 0) violations.push(`${name} was never announced`);
    if (ids.size > 1) violations.push(`${name} was announced under ${ids.size} ids`);
    for (const count of ids.values()) {
      if (count > most) violations.push(`${name} was announced ${count} times, at most ${most} are allowed`);
    }
  }
  return [...violations, ...[...times.keys()].map((name) => `${name} was announced but is not live`)];
}

export function soundScenes(mix: LoadMix): readonly ExpectedScene[] {
  return mix.scenes.filter(({ state }) => state === 'produced');
}
