import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LambdaUsage } from '../../../../functions/lambda-usage.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { type ObjectStore, StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { glo30Key } from '../../../../lib/dem/dem-file-names.ts';
import { parseConfiguration } from '../../../../lib/pipeline/configuration.ts';
import { pricesSchema } from '../../../../lib/pipeline/cost/prices.ts';
import { readLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import { SILENT_LOG } from '../../../../lib/pipeline/log.ts';
import { METRICS_OF } from '../../../../lib/pipeline/metrics.ts';
import { retrieve } from '../../../../lib/pipeline/retrieve/retrieve.ts';
import type { RetrieveServices } from '../../../../lib/pipeline/retrieve/retrieve-scene.ts';
import { sceneInStore } from '../../../../lib/pipeline/sources/scene-in-store.ts';
import { glo30Tiles } from '../../../../lib/pipeline/sources/tiles-in-store.ts';
import { InvalidDocumentError } from '../../../../lib/product/invalid-document.error.ts';
import { itemKey } from '../../../../lib/product/keys.ts';
import { parseNotification } from '../../../../lib/product/notification-schema.ts';
import { parseReceipt } from '../../../../lib/product/receipt.ts';
import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { readWindow } from '../../../../lib/raster/read-window.ts';
import { openAnnotation } from '../../../../lib/sentinel1/open-annotation.ts';
import { storeWith } from '../../../support/store-with.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { demTile } from '../../dem/dem-tiles.ts';
import { orbitFileXml } from '../../sentinel1/orbit-file.ts';
import { withTiles } from '../faults/tiles-in-memory.ts';
import { LANDCOVER_YEAR, renderTinyWorld, TINY_AREA, type TinyName, type TinyWorld } from '../faults/tiny-products.ts';
import { sceneOrderText } from '../scene-order-text.ts';

const START = new Date('2021-09-01T02:00:00.000Z');
const ITEM = 'S1A_IW_20210821T173941_039331_04A4F1';
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let folder: string;
let world: TinyWorld;
beforeAll(async () => {
  folder = await mkdtemp(join(PARENT, 's2mp-retrieve-'));
  world = await renderTinyWorld(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Announced {
  readonly change: unknown;
  readonly timeliness: unknown;
  readonly source: string;
  readonly id: string;
}

async function openBench(change: Partial<RetrieveServices> = {}) {
  const mounts = [{ prefix: 'scenes/', path: world.scenesFolder, readOnly: true }];
  const root = await temporaryFolder();
  const store = withTiles(await LocalObjectStore.open({ root, bucket: 'b', mounts }), world.tiles);
  const announced: Announced[] = [];
  const services: RetrieveServices = {
    configuration: parseConfiguration({
      areasOfInterest: [{ name: 'tiny', bbox: TINY_AREA }],
      collections: ['s2mp-s1s2'],
      landcoverYear: LANDCOVER_YEAR,
      maxReceiveCount: 3,
    }),
    store,
    sceneStore: () => store,
    smReady: {
      name: 'sm-ready',
      publish: async ({ body, attributes }) => {
        const { data, id } = parseNotification('announcement', body);
        const { change: what, timeliness } = attributes;
        announced.push({ change: what, timeliness, source: data.properties.source_product, id });
      },
    },
    network: world.network,
    clock: new ManualClock(START),
    log: SILENT_LOG,
    codeVersion: '1.0.0',
    retrieval: { threads: 1 },
    ...change,
  };
  return { services, store, announced };
}

/** QA of each cell of the one map that is there. */
async function qaOf(store: ObjectStore): Promise<number[]> {
  for await (const { key } of store.list('collections/')) {
    if (!key.endsWith('/qa.tif')) continue;
    const image = await openTiff(sourceOfBytes(key, (await store.get(key))?.bytes ?? new Uint8Array()));
    const [{ width, height }] = image.levels;
    return Array.from(await readWindow(image, { column: 0, row: 0, width, height }));
  }
  throw new Error('there is no map');
}

async function* hangs(never: Promise<never>): AsyncIterable<never> {
  yield await never;
}

const orderOf = (name: TinyName, change: object = {}) => sceneOrderText(world.products[name].product, START, change);
const ledgerOf = (store: ObjectStore, name: TinyName) => readLedger(store, world.products[name].product);
async function annotationOf(store: ObjectStore, name: TinyName) {
  const { product } = world.products[name];
  const files = await sceneInStore(store, `scenes/${product}.SAFE`);
  return { product, annotation: await openAnnotation(files) };
}
const changes = (announced: readonly Announced[]) => announced.map(({ change }) => change);

describe('retrieve', () => {
  it('makes a map, its receipt, one notification and a ledger record', async () => {
    const { services, store, announced } = await openBench();
    await retrieve(orderOf('issue'), 1, services);
    const record = await ledgerOf(store, 'issue');
    const outcome = record?.outcomes['s2mp-s1s2'];
    if (outcome?.state !== 'produced') throw new Error(`the map is ${outcome?.state}`);
    const { product } = world.products.issue;
    expect(record).toEqual({
      type: 's2mp-ledger-record',
      product,
      state: 'produced',
      scene: { bucket: 'b', location: `scenes/${product}.SAFE` },
      firstSeen: START.toISOString(),
      updated: START.toISOString(),
      outcomes: { 's2mp-s1s2': { ...outcome, item: ITEM, announced: START.toISOString() } },
      supersedes: [],
    });
    expect(announced).toEqual([
      { change: 'created', timeliness: 'NRT', source: product, id: expect.stringMatching(/^[0-9a-f]{32}$/) },
    ]);
    const key = `receipts/${outcome.run}.json`;
    const receipt = parseReceipt(key, (await store.get(key))?.bytes ?? new Uint8Array());
    expect(receipt).toMatchObject({
      item: ITEM,
      product,
      code: { version: '1.0.0' },
      times: { arrived: START.toISOString() },
    });
  });

  it('tells operators how long the scene took and what its receipts cost, once', async () => {
    const told: [string, number][] = [];
    let nowMs = 0;
    const meter = new LambdaUsage(1024, 0, () => nowMs);
    const { services, store } = await openBench({
      metrics: { add: (name, value) => void told.push([name, value]) },
      charges: { meter, prices: pricesSchema.parse({ gbSecondUsd: 1, requestUsd: 0 }) },
    });
    const arrivedAt = new Date(START.getTime() - 90_000).toISOString();
    const order = orderOf('issue', { arrivedAt, collections: ['s2mp-s1s2', 's2mp-s1s3'] });
    const invoke = async (receiveCount: number) => {
      meter.begin();
      nowMs += 10_000;
      await retrieve(order, receiveCount, services);
      meter.end();
    };
    await invoke(1);
    await invoke(2);
    // The work of the second time is in no receipt: it stays for the next one.
    expect(meter.open()).toEqual({ gbSeconds: 10, invocations: 1, reads: 0, writes: 0 });
    expect(told).toEqual([
      ['ArrivalToNotificationNrt', 90],
      ['ArrivalToNotificationNrt', 90],
      ['ScenesProduced', 1],
      ['SceneCost', 10],
    ]);
    const costs: unknown[] = [];
    for await (const { key } of store.list('receipts/')) {
      costs.push(parseReceipt(key, (await store.get(key))?.bytes ?? new Uint8Array()).cost);
    }
    expect(costs).toHaveLength(2);
    expect(costs).toContainEqual({ usd: 10, gbSeconds: 10, invocations: 1, reads: 0, writes: 0 });
    expect(costs).toContainEqual({ usd: 0, gbSeconds: 0, invocations: 0, reads: 0, writes: 0 });
  });

  it('writes down a scene that the last delivery has no time for, before the function is stopped', async () => {
    const never = new Promise<never>(() => {});
    const stuck = async (receiveCount: number) => {
      const { services, store } = await openBench();
      const hanging = {
        ...services,
        sceneStore: () => storeWith(store, { head: () => never, read: () => never, list: () => hangs(never) }),
      };
      void retrieve(orderOf('issue'), receiveCount, hanging, 5_050);
      await new Promise((resolve) => setTimeout(resolve, 300));
      return ledgerOf(store, 'issue');
    };
    expect(await stuck(2)).toBeUndefined();
    expect(await stuck(3)).toMatchObject({
      state: 'failed',
      message: `${world.products.issue.product}: the retrieval did not end in the time of its function; raise its timeout`,
    });
  });

  it('tells what becomes of scenes in the figures that stand in the table and in no others', async () => {
    const told = new Set<string>();
    const usage = { gbSeconds: 10, invocations: 1, reads: 20, writes: 30 };
    const { services } = await openBench({
      metrics: { add: (name) => void told.add(name) },
      charges: { meter: { open: () => usage, settle: () => {} }, prices: pricesSchema.parse({}) },
    });
    const refused = new StoreUnavailableError('SlowDown (503)');
    const sceneStore = () => {
      throw refused;
    };
    await expect(retrieve(orderOf('issue'), 3, { ...services, sceneStore })).rejects.toBe(refused);
    expect([...told]).toEqual(['ScenesFailed']);
    await retrieve(orderOf('issue'), 1, services);
    await retrieve(orderOf('reissue', { lane: 'bulk' }), 1, services);
    await retrieve(orderOf('other', { orbit: 'orbits/none.EOF' }), 1, services);
    expect([...told].sort()).toEqual(METRICS_OF.retrieve.toSorted());
  });

  it('takes the orbit from the file that the order names, and says so in run, receipt and item', async () => {
    const { services, store } = await openBench();
    const { product, annotation } = await annotationOf(store, 'issue');
    const file = orbitFileXml(annotation.orbit, annotation.firstLineTimeUs, { type: 'AUX_RESORB' });
    const orbit = 'orbits/S1A_OPER_AUX_RESORB.EOF';
    await store.put(orbit, new TextEncoder().encode(file));
    const runs: string[] = [];
    for (const change of [{}, { orbit }]) {
      await retrieve(orderOf('issue', change), 1, services);
      const outcome = (await ledgerOf(store, 'issue'))?.outcomes['s2mp-s1s2'];
      if (outcome?.state !== 'produced') throw new Error(`${product} is ${outcome?.state}`);
      const key = `receipts/${outcome.run}.json`;
      const { inputs } = parseReceipt(key, (await store.get(key))?.bytes ?? new Uint8Array());
      const sha256 = createHash('sha256').update(file).digest('hex');
      expect(inputs.orbit).toEqual(change.orbit && [{ path: orbit, sha256 }]);
      const live = JSON.parse(new TextDecoder().decode((await store.get(itemKey('s2mp-s1s2', ITEM)))?.bytes));
      expect(live.properties['s2mp:orbit_source']).toBe(change.orbit && 'RESORB');
      expect(live.properties['s2mp:run']).toBe(outcome.run);
      runs.push(outcome.run);
    }
    expect(new Set(runs).size).toBe(2);
  });

  it('rejects the scene if the orbit file that the order names is not there', async () => {
    const { services, store } = await openBench();
    await retrieve(orderOf('issue', { orbit: 'orbits/none.EOF' }), 1, services);
    expect(await ledgerOf(store, 'issue')).toMatchObject({
      state: 'rejected',
      reason: 'invalid-orbit',
      message: 'b/orbits/none.EOF: there is no such file. Check the key, or order the scene without an orbit file.',
    });
  });

  it('does the same order once: one map, one notification, the first receipt', async () => {
    const { services, store, announced } = await openBench();
    await retrieve(orderOf('issue'), 1, services);
    const before: unknown[] = [];
    for await (const object of store.list('')) before.push(object);
    await retrieve(orderOf('issue', { lane: 'bulk' }), 1, services);
    const after: unknown[] = [];
    for await (const object of store.list('')) after.push(object);
    expect(changes(announced)).toEqual(['created']);
    const isLedger = (object: unknown) => JSON.stringify(object).includes('"ledger/');
    expect(after.filter((object) => !isLedger(object))).toEqual(before.filter((object) => !isLedger(object)));
  });

  it('says what each map is: created, superseded once, reprocessed from then on', async () => {
    const { services, store, announced } = await openBench();
    await retrieve(orderOf('issue'), 1, services);
    await retrieve(orderOf('reissue'), 1, services);
    await retrieve(orderOf('reissue', { lane: 'bulk' }), 1, { ...services, codeVersion: '1.0.1' });
    const [issue, reissue] = [world.products.issue.product, world.products.reissue.product];
    expect(announced.map(({ id: _id, ...rest }) => rest)).toEqual([
      { change: 'created', timeliness: 'NRT', source: issue },
      { change: 'superseded', timeliness: 'NRT', source: reissue },
      { change: 'reprocessed', timeliness: 'backfill', source: reissue },
    ]);
    expect(new Set(announced.map(({ id }) => id)).size).toBe(3);
    expect(await ledgerOf(store, 'issue')).toMatchObject({ state: 'superseded', by: reissue });
    expect(await ledgerOf(store, 'reissue')).toMatchObject({ state: 'produced', supersedes: [issue] });
  });

  it('gives way to a better version that came first, without a word', async () => {
    const { services, store, announced } = await openBench();
    await retrieve(orderOf('reissue'), 1, services);
    await retrieve(orderOf('issue'), 1, services);
    expect(changes(announced)).toEqual(['created']);
    expect(await ledgerOf(store, 'issue')).toMatchObject({
      state: 'superseded',
      by: world.products.reissue.product,
      outcomes: { 's2mp-s1s2': { state: 'superseded', by: world.products.reissue.product } },
    });
  });

  it('announces again when the process died before the ledger knew, with the same id', async () => {
    const { services, store, announced } = await openBench();
    let puts = 0;
    const dying = storeWith(store, {
      put: async (key, bytes, options) => {
        if (key.startsWith('ledger/') && puts++ === 0) throw new StoreUnavailableError('died');
        return store.put(key, bytes, options);
      },
    });
    await expect(retrieve(orderOf('issue'), 1, { ...services, store: dying })).rejects.toThrow('died');
    await retrieve(orderOf('issue'), 2, services);
    expect(changes(announced)).toEqual(['created', 'created']);
    expect(new Set(announced.map(({ id }) => id)).size).toBe(1);
  });

  it('makes one map although the other is rejected, and says why', async () => {
    const { services, store } = await openBench();
    const withoutS3 = storeWith(store, {
      list: async function* (prefix) {
        if (!prefix.startsWith('ndvi/s3/')) yield* store.list(prefix);
      },
    });
    const both = orderOf('issue', { collections: ['s2mp-s1s2', 's2mp-s1s3'] });
    await retrieve(both, 1, { ...services, store: withoutS3 });
    expect(await ledgerOf(store, 'issue')).toMatchObject({
      state: 'produced',
      outcomes: { 's2mp-s1s2': { state: 'produced' }, 's2mp-s1s3': { state: 'rejected', reason: 'no-ndvi' } },
    });
  });

  it('is tried again, and is written down as failed at the last delivery', async () => {
    const { services, store } = await openBench();
    const { network } = services;
    const broken = { ...network, retrieve: () => Promise.reject(new Error('no memory for 65536 values')) };
    const failing = { ...services, network: broken };
    await expect(retrieve(orderOf('issue'), 2, failing)).rejects.toThrow('no memory');
    expect(await ledgerOf(store, 'issue')).toBeUndefined();
    await expect(retrieve(orderOf('issue'), 3, failing)).rejects.toThrow('no memory');
    expect(await ledgerOf(store, 'issue')).toMatchObject({
      state: 'failed',
      message: 'no memory for 65536 values',
      fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    await retrieve(orderOf('issue'), 1, services);
    expect(await ledgerOf(store, 'issue')).toMatchObject({ state: 'produced' });
  });

  it('brings a scene that was given up back in flight with its message, and says how it fails then', async () => {
    const { services, store } = await openBench();
    const clock = new ManualClock(START);
    const failing = (message: string) => {
      const retrieve = () => Promise.reject(new Error(message));
      return { ...services, clock, network: { ...services.network, retrieve } };
    };
    await expect(retrieve(orderOf('issue'), 3, failing('no memory'))).rejects.toThrow('no memory');
    const first = await ledgerOf(store, 'issue');
    if (first?.state !== 'failed') throw new Error(`the record is ${first?.state}`);
    const { fingerprint, message: _, ...rest } = first;
    // A new message with the old body, as any kind of redrive makes it.
    clock.advanceSeconds(3600);
    const now = clock.now().toISOString();
    await expect(retrieve(orderOf('issue'), 1, failing('disk full'))).rejects.toThrow('disk full');
    expect(await ledgerOf(store, 'issue')).toEqual({ ...rest, state: 'in-flight', updated: now, queuedAt: now });
    clock.advanceSeconds(60);
    await expect(retrieve(orderOf('issue'), 3, failing('disk full'))).rejects.toThrow('disk full');
    const second = await ledgerOf(store, 'issue');
    expect(second).toMatchObject({ state: 'failed', message: 'disk full', updated: clock.now().toISOString() });
    expect(second).not.toMatchObject({ fingerprint });
    await retrieve(orderOf('issue'), 1, services);
    expect(await ledgerOf(store, 'issue')).toMatchObject({ state: 'produced' });
  });

  it('says the latest failure where a message has one delivery only', async () => {
    const { services, store } = await openBench();
    const failing = (message: string) => {
      const network = { ...services.network, retrieve: () => Promise.reject(new Error(message)) };
      return { ...services, network, configuration: { ...services.configuration, maxReceiveCount: 1 } };
    };
    for (const message of ['no memory', 'disk full']) {
      await expect(retrieve(orderOf('issue'), 1, failing(message))).rejects.toThrow(message);
      expect(await ledgerOf(store, 'issue')).toMatchObject({ state: 'failed', message });
    }
  });

  it('does not unmake what another message made meanwhile', async () => {
    const { services, store } = await openBench();
    await retrieve(orderOf('issue'), 1, services);
    const before = await ledgerOf(store, 'issue');
    const broken = { ...services.network, retrieve: () => Promise.reject(new Error('no memory')) };
    const failing = { ...services, network: broken, codeVersion: '2.0.0' };
    await expect(retrieve(orderOf('issue'), 3, failing)).rejects.toThrow('no memory');
    expect(await ledgerOf(store, 'issue')).toEqual(before);
  });

  it('keeps the record of a map whose scene was cleared away', async () => {
    const { services, store } = await openBench();
    await retrieve(orderOf('issue'), 1, services);
    const before = await ledgerOf(store, 'issue');
    const empty = storeWith(store, { list: async function* () {} });
    await retrieve(orderOf('issue'), 1, { ...services, sceneStore: () => empty });
    expect(await ledgerOf(store, 'issue')).toEqual(before);
  });

  describe('with terrain from another bucket', () => {
    /** GLO-30's layout, with the tiles of the tiny world. */
    async function openGlo30(change: Partial<ObjectStore> = {}) {
      const inner = await LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'copernicus-dem-30m' });
      for (const [key, bytes] of world.tiles) {
        const tile = /^dem\/(\w+)\.tif$/.exec(key)?.[1];
        if (tile !== undefined) await inner.put(glo30Key(tile), bytes);
      }
      return glo30Tiles(storeWith(inner, change));
    }

    async function mapOf({ services, store }: Awaited<ReturnType<typeof openBench>>) {
      await retrieve(orderOf('issue'), 1, services);
      const outcome = (await ledgerOf(store, 'issue'))?.outcomes['s2mp-s1s2'];
      if (outcome?.state !== 'produced') throw new Error(`the map is ${outcome?.state}`);
      const key = `receipts/${outcome.run}.json`;
      const { inputs, remarks } = parseReceipt(key, (await store.get(key))?.bytes ?? new Uint8Array());
      return { run: outcome.run, dem: inputs.dem, remarks };
    }

    it('is the same run of the same tiles, and needs none in the own store', async () => {
      const expected = await mapOf(await openBench());
      expect(expected.dem.map(({ path }) => path)).toEqual(['dem/N43E003.tif']);
      const bench = await openBench({ demTiles: await openGlo30() });
      const store = storeWith(bench.store, {
        head: async (key) => (key.startsWith('dem/') ? undefined : bench.store.head(key)),
      });
      const services = { ...bench.services, store, sceneStore: () => store };
      expect(await mapOf({ ...bench, services, store })).toEqual(expected);
    });

    it('takes an absent tile for sea, and says so', async () => {
      const demTiles = await openGlo30({ head: async () => undefined });
      const { dem, remarks } = await mapOf(await openBench({ demTiles }));
      expect(dem).toEqual([]);
      expect(remarks).toContain('There is no DEM for N43E003: taken as sea level.');
    });

    it.each([
      ['refuses', new StoreUnavailableError('s3://copernicus-dem-30m/a: AccessDenied (403)')],
      ['does not exist', new StoreUnavailableError('s3://copernicus-dem-30m/a: NoSuchBucket (404)')],
    ])('is tried again when the bucket %s, and is never sea', async (_, error) => {
      const demTiles = await openGlo30({ head: () => Promise.reject(error) });
      const { services, store, announced } = await openBench({ demTiles });
      await expect(retrieve(orderOf('issue'), 1, services)).rejects.toBe(error);
      expect(await ledgerOf(store, 'issue')).toBeUndefined();
      await expect(retrieve(orderOf('issue'), 3, services)).rejects.toBe(error);
      expect(await ledgerOf(store, 'issue')).toMatchObject({ state: 'failed', message: error.message, outcomes: {} });
      expect(announced).toEqual([]);
    });
  });

  it.each([
    ['of 15 % set neither', 0.15, [false, false]],
    ['of 25 % set bit 9', 0.25, [true, false]],
    // The scene is seen at 38°, from the west.
    ['of 90 % that face the sensor set bits 9 and 10', 0.9, [true, true]],
    ['of 90 % that face away set bit 9', -0.9, [true, false]],
  ] as const)('slopes %s', async (_, rise, bits) => {
    const { services, store } = await openBench();
    const metresPerDegree = 111_195 * Math.cos((43.6 * Math.PI) / 180);
    const slope = await demTile('N43E003', 900, (lon) => 100 + rise * (lon - 3.815) * metresPerDegree);
    const steep = withTiles(store, new Map([['dem/N43E003.tif', slope]]));
    await retrieve(orderOf('issue'), 1, { ...services, store: steep, sceneStore: () => steep });
    const sampled = (await qaOf(store)).filter((qa) => (qa & 3) === 0);
    expect(sampled.length).toBeGreaterThan(3);
    expect(sampled.map((qa) => [(qa & 512) !== 0, (qa & 1024) !== 0])).toEqual(sampled.map(() => bits));
  });

  it('refuses a message that is no order', async () => {
    const { services } = await openBench();
    await expect(retrieve('{"type":"scene-order"}', 1, services)).rejects.toThrow(InvalidDocumentError);
  });
});
