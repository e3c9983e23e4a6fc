import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { SILENT_LOG } from '../../lib/pipeline/log.ts';
import { assetKey, itemKey, ledgerKey, receiptKey, statisticsKey } from '../../lib/product/keys.ts';
import type { LiveItem } from '../../lib/product/live-item.ts';
import { storeWith } from '../support/store-with.ts';
import { createLoadMix, type LoadMix, scenesOfMix } from './load-mix.ts';
import { readCollections } from './load-outcome.ts';
import { prepareLoadScenes } from './load-scenes.ts';
import { loadViolations } from './load-violations.ts';
import { renderLoadTiles } from './load-world.ts';
import { type LocalLoadOutcome, runLocalLoad } from './run-load.ts';

/** A small one of what `npm run bench:load` does. */
const MIX = { arrivals: 20, seed: 1, duplicates: 0.2, poison: 0.2 };
const SECONDS = 1;
const TILE = 'N43E003';

let base: string;
let mix: LoadMix;
let outcome: LocalLoadOutcome;
let live: LiveItem;

beforeAll(async () => {
  base = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 's2mp-load-'));
  const scenes = await prepareLoadScenes(join(base, 'scenes'), scenesOfMix(MIX));
  mix = createLoadMix(MIX, scenes);
  const tiles = await renderLoadTiles(scenes.length);
  outcome = await runLocalLoad({ mix, tiles, folder: join(base, 'system'), seconds: SECONDS, log: SILENT_LOG });
  const { items } = await readCollections(outcome.store);
  // Of a scene that came once, so that it may be announced once only.
  const once = mix.scenes.find(({ state, arrivals }) => state === 'produced' && arrivals === 1);
  const found = items.find(({ collection, source }) => collection === 's2mp-s1s2' && source.product === once?.product);
  if (!found) throw new Error('there is no live map');
  live = found;
}, 60_000);

afterAll(() => rm(base, { recursive: true, force: true }));

const violationsOf = (change: Partial<LocalLoadOutcome>) => loadViolations(mix, { ...outcome, ...change }, outcome);

/** The store as if the object were not there, or another one. */
function without(key: string, instead?: string): ObjectStore {
  const { store } = outcome;
  return storeWith(store, {
    get: async (wanted) =>
      wanted !== key ? store.get(wanted) : instead === undefined ? undefined : store.get(instead),
    list: async function* (prefix) {
      for await (const object of store.list(prefix)) if (instead !== undefined || object.key !== key) yield object;
    },
  });
}

describe('many scenes at once', () => {
  test('all get where they belong', async () => {
    expect(mix.scenes.filter(({ state }) => state === 'produced')).toHaveLength(12);
    expect(outcome.times.latencies()).toHaveLength(24);
    expect(await violationsOf({})).toEqual([]);
  });

  test('take their time, which is measured from the arrival of each', () => {
    const latencies = outcome.times.latencies();
    const wholeS = (outcome.times.endMs - outcome.times.beginMs) / 1000;
    expect(wholeS).toBeGreaterThan(SECONDS / 2);
    expect(latencies.every((seconds) => seconds > 0 && seconds < wholeS)).toBe(true);
  });

  test('are found again on disk', async () => {
    const folder = join(base, 'scenes');
    const again = await prepareLoadScenes(folder, scenesOfMix(MIX), () => {});
    const files = await again[0]?.files();
    expect(createLoadMix(MIX, again).scenes).toEqual(mix.scenes);
    expect([...(files?.keys() ?? [])].at(-1)).toBe('manifest.safe');
    expect(files?.size).toBe(5);
  });
});

describe('a load that breaks a promise is caught', () => {
  const name = () => `${live.collection} ${live.item} ${live.run}`;
  const isOfLive = (body: string) => body.includes(`"run":"${live.run}"`);

  test('when a notification is lost', async () => {
    const notifications = outcome.notifications.filter((body) => !isOfLive(body));
    expect(await violationsOf({ notifications })).toEqual([`${name()} was never announced`]);
  });

  test('when a map is announced oftener than its scene came', async () => {
    const notifications = [...outcome.notifications, ...outcome.notifications.filter(isOfLive)];
    expect(await violationsOf({ notifications })).toEqual([`${name()} was announced 2 times, at most 1 are allowed`]);
  });

  test('when one map is announced under two ids', async () => {
    const [body = ''] = outcome.notifications.filter(isOfLive);
    const other = JSON.stringify({ ...JSON.parse(body), id: 'other' });
    const violations = await violationsOf({ notifications: [...outcome.notifications, other] });
    expect(violations).toEqual([`${name()} was announced under 2 ids`]);
  });

  test('when something is left over', async () => {
    const violations = await violationsOf({ deadLetters: ['fan-out: x'], left: 2 });
    expect(violations).toEqual(['dead letter: fan-out: x', '2 messages were left over']);
  });

  test('when a scene has no record', async () => {
    const key = ledgerKey(live.source.product);
    expect(await violationsOf({ store: without(key) })).toEqual([`${key}: undefined, not produced`]);
  });

  test('when a spoilt scene has the state of a sound one', async () => {
    const spoilt = mix.scenes.find(({ poison }) => poison !== undefined);
    const key = ledgerKey(spoilt?.product ?? '');
    const violations = await violationsOf({ store: without(key, ledgerKey(live.source.product)) });
    expect(violations).toEqual([`${key}: produced, not ${spoilt?.state} (${spoilt?.poison})`]);
  });

  test('when a map lacks a file or its receipt', async () => {
    for (const key of [assetKey(live.collection, live.item, live.run, 'qa.tif'), receiptKey(live.run)]) {
      expect(await violationsOf({ store: without(key) })).toEqual([`${key} is missing`]);
    }
  });

  test('when a map was made twice', async () => {
    const key = assetKey(live.collection, live.item, 'f'.repeat(64), 'sm.tif');
    const { store } = outcome;
    const twice = storeWith(store, {
      list: async function* (prefix) {
        yield* store.list(prefix);
        if (key.startsWith(prefix)) yield { key, size: 1, etag: 'e', modified: new Date(0) };
      },
    });
    expect(await violationsOf({ store: twice })).toEqual([`${key} belongs to no live map`]);
  });

  test('when a map is not live', async () => {
    const key = itemKey(live.collection, live.item);
    const violations = await violationsOf({ store: without(key) });
    expect(violations).toContain(`${live.collection} ${live.source.product}: no live map`);
    expect(violations).toContain(`${name()} was announced but is not live`);
  });

  test('when statistics are missing or lack a map', async () => {
    const month = `${live.item.slice(7, 11)}-${live.item.slice(11, 13)}`;
    const key = (period: string, file: string) => statisticsKey('summary', live.collection, period, file);
    const tile = key(month, `${TILE}.tif`);
    const total = key('total', `${TILE}.tif`);
    expect(await violationsOf({ store: without(key(month, 'summary.json')) })).toEqual([
      `${key(month, 'summary.json')} is missing`,
    ]);
    expect(await violationsOf({ store: without(total) })).toEqual([`${total} is missing`]);
    const other = statisticsKey('summary', 's2mp-s1s3', month, `${TILE}.tif`);
    expect(await violationsOf({ store: without(tile, other) })).toEqual([
      expect.stringMatching(`^${tile} holds \\d+ sources, not \\d+; missing: S1A_IW_`),
    ]);
    const ofComparison = statisticsKey('compare', 's2mp-s1s2--s2mp-s1s3', month, 'summary.json');
    expect(await violationsOf({ store: without(ofComparison) })).toEqual([`${ofComparison} is missing`]);
  });
});
