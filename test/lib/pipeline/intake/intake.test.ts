import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { intake } from '../../../../lib/pipeline/intake/intake.ts';
import { stepLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import { METRICS_OF } from '../../../../lib/pipeline/metrics.ts';
import { failureFingerprint } from '../../../../lib/product/failure-fingerprint.ts';
import { ledgerKey } from '../../../../lib/product/keys.ts';
import type { LedgerRecord, Outcome } from '../../../../lib/product/ledger-record.ts';
import { failed, inFlight, queued, rejected, settled } from '../../../../lib/product/ledger-transitions.ts';
import { storeWith } from '../../../support/store-with.ts';
import { type Bench, BUCKET, LOCATION, MEASUREMENT, openBench, PRODUCT, SCENE_FILES, START } from './intake-bench.ts';

const uploadAt = (time: Date, key = `${LOCATION}/manifest.safe`) =>
  JSON.stringify({
    Records: [
      {
        eventSource: 'aws:s3',
        eventTime: time.toISOString(),
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: BUCKET }, object: { key } },
      },
    ],
  });
const UPLOAD = uploadAt(START);
const ORDER = JSON.stringify({ type: 'reprocessing-order', scene: { bucket: BUCKET, prefix: `${LOCATION}/` } });
const BOTH = ['s2mp-s1s2', 's2mp-s1s3'];
const place = { bucket: BUCKET, location: LOCATION };
const order = (change: object = {}) => ({
  type: 'scene-order',
  product: PRODUCT,
  scene: place,
  collections: BOTH,
  lane: 'nrt',
  arrivedAt: START.toISOString(),
  ...change,
});
const start = inFlight(PRODUCT, START, place);
const waiting = (attempt: number, change: object = {}) => ({
  type: 'waiting-scene',
  scene: { bucket: BUCKET, prefix: LOCATION },
  trigger: 's3-event',
  firstSeen: START.toISOString(),
  attempt,
  ...change,
});
const put = (bench: Bench, record: LedgerRecord) => stepLedger(bench.services, PRODUCT, () => record);

describe('a complete scene', () => {
  it('goes to the near-real-time lane, and the ledger says so', async () => {
    const bench = await openBench();
    await bench.putScene();
    bench.clock.advanceSeconds(7);
    expect(await intake(UPLOAD, bench.services)).toEqual(['queued']);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order() }] });
    const now = '2021-09-01T02:00:07.000Z';
    expect(await bench.ledger()).toEqual({ ...start, firstSeen: now, updated: now, queuedAt: now });
  });

  it('of an order goes to the bulk lane, for the collections asked for', async () => {
    const bench = await openBench();
    await bench.putScene();
    const asked = JSON.stringify({ ...JSON.parse(ORDER), collections: ['s2mp-s1s3'] });
    expect(await intake(asked, bench.services)).toEqual(['queued']);
    expect(await bench.sent()).toEqual({
      retrievalBulk: [{ delayS: 0, body: order({ lane: 'bulk', collections: ['s2mp-s1s3'] }) }],
    });
  });

  it('of the configured collections only', async () => {
    const bench = await openBench({ collections: ['s2mp-s1s2'] });
    await bench.putScene();
    await intake(UPLOAD, bench.services);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order({ collections: ['s2mp-s1s2'] }) }] });
  });

  it('goes on once more when the process dies between message and ledger', async () => {
    const bench = await openBench();
    await bench.putScene();
    const { store } = bench.services;
    let puts = 0;
    const dying = storeWith(store, {
      put: async (key, bytes, options) => {
        if (++puts === 2) throw new StoreUnavailableError('died');
        return store.put(key, bytes, options);
      },
    });
    await expect(intake(UPLOAD, { ...bench.services, store: dying })).rejects.toThrow(StoreUnavailableError);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order() }] });
    expect(await intake(UPLOAD, bench.services)).toEqual(['queued']);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order() }] });
  });
});

describe('a scene that was seen before', () => {
  const item = 'S1A_IW_20210821T173941_039331_04A4F1';
  const produced: Outcome = { state: 'produced', item, run: 'a'.repeat(64) };
  const beaten: Outcome = { state: 'superseded', by: 'OTHER' };
  const at = START;
  const later = new Date(START.getTime() + 1);

  it.each<[string, LedgerRecord, string, string]>([
    ['is in flight', queued(start, at), UPLOAD, 'duplicate'],
    ['was never handed over', start, UPLOAD, 'queued'],
    ['is produced', settled(start, { a: produced }, at), UPLOAD, 'duplicate'],
    ['is superseded', settled(start, { a: beaten }, at), UPLOAD, 'duplicate'],
    ['failed', failed(start, '0123456789ab', 'disk full', at), UPLOAD, 'queued'],
    ['failed after it was queued', failed(queued(start, at), '0123456789ab', 'disk full', at), UPLOAD, 'queued'],
    ['was rejected', rejected(start, 'invalid-annotation', 'no XML', at), UPLOAD, 'duplicate'],
    ['was rejected as incomplete', rejected(start, 'incomplete', 'no image', at), UPLOAD, 'queued'],
    ['was rejected and uploaded again', rejected(start, 'invalid-annotation', '', at), uploadAt(later), 'queued'],
    ['is produced and uploaded again', settled(start, { a: produced }, at), uploadAt(later), 'duplicate'],
    ['is in flight and ordered', queued(start, at), ORDER, 'queued'],
    ['is produced and ordered', settled(start, { a: produced }, at), ORDER, 'queued'],
    ['was rejected and ordered', rejected(start, 'no-land', '', at), ORDER, 'queued'],
  ])('%s', async (_, record, body, outcome) => {
    const bench = await openBench();
    await bench.putScene();
    await put(bench, record);
    expect(await intake(body, bench.services)).toEqual([outcome]);
    if (outcome === 'duplicate') {
      expect(await bench.sent()).toEqual({});
      expect(await bench.ledger()).toEqual(record);
    } else {
      expect(Object.values(await bench.sent()).flat()).toHaveLength(1);
      const keepsState = record.state === 'produced';
      expect((await bench.ledger())?.state).toBe(keepsState ? 'produced' : 'in-flight');
    }
  });

  it('is handed over again when its message must have been lost', async () => {
    const bench = await openBench({ requeueAfterMinutes: 60 });
    await bench.putScene();
    await put(bench, queued(start, START));
    bench.clock.advanceSeconds(3599);
    expect(await intake(UPLOAD, bench.services)).toEqual(['duplicate']);
    bench.clock.advanceSeconds(1);
    expect(await intake(UPLOAD, bench.services)).toEqual(['queued']);
    expect((await bench.ledger())?.queuedAt).toBe('2021-09-01T03:00:00.000Z');
  });

  it('is not lost when the process dies after it was reopened', async () => {
    const bench = await openBench();
    await bench.putScene();
    await put(bench, failed(queued(start, START), '0123456789ab', 'disk full', START));
    const refuse = { send: () => Promise.reject(new Error('died')) };
    const dying = { ...bench.services, retrievalNrt: { ...bench.services.retrievalNrt, ...refuse } };
    await expect(intake(UPLOAD, dying)).rejects.toThrow('died');
    expect(await intake(UPLOAD, bench.services)).toEqual(['queued']);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order() }] });
  });
});

describe('a scene whose files are not all there', () => {
  it('is looked for again after 1, 2, 4, 8 and then every 15 minutes, and rejected after 6 h', async () => {
    const bench = await openBench();
    await bench.putScene([MEASUREMENT]);
    const delays: number[] = [];
    let body = UPLOAD;
    let outcome = await intake(body, bench.services);
    while (outcome[0] === 'waiting') {
      const { arrivals = [], ...others } = await bench.sent();
      expect(others).toEqual({});
      expect(arrivals.map((message) => message.body)).toEqual([waiting(delays.length + 1)]);
      expect(await bench.ledger()).toEqual(start);
      const delayS = arrivals[0]?.delayS ?? 0;
      delays.push(delayS / 60);
      bench.clock.advanceSeconds(delayS);
      body = JSON.stringify(arrivals[0]?.body);
      outcome = await intake(body, bench.services);
    }
    expect(outcome).toEqual(['rejected']);
    expect(delays.slice(0, 6)).toEqual([1, 2, 4, 8, 15, 15]);
    expect(delays).toHaveLength(27);
    expect(bench.clock.now().getTime() - START.getTime()).toBe(6 * 3_600_000);
    const { message, ...record } = (await bench.ledger()) as LedgerRecord & { message: string };
    expect(record).toEqual({
      ...start,
      state: 'rejected',
      reason: 'incomplete',
      updated: '2021-09-01T08:00:00.000Z',
    });
    expect(message).toContain(`${BUCKET}/${LOCATION}: ${MEASUREMENT}`);
    expect(message).toMatch(/Put the whole product there, manifest.safe last\.$/);
  });

  it('goes on when they have come, with the time at which it was first seen', async () => {
    const bench = await openBench();
    await bench.putScene([MEASUREMENT]);
    await bench.put(MEASUREMENT, Uint8Array.of(1, 2));
    expect(await intake(UPLOAD, bench.services)).toEqual(['waiting']);
    const [message] = (await bench.sent()).arrivals ?? [];
    bench.clock.advanceSeconds(60);
    await bench.put(MEASUREMENT);
    expect(await intake(JSON.stringify(message?.body), bench.services)).toEqual(['queued']);
    expect(await bench.sent()).toEqual({ retrievalNrt: [{ delayS: 0, body: order() }] });
  });

  it('stays an order of the same collections while it waits', async () => {
    const bench = await openBench();
    await bench.putScene([MEASUREMENT]);
    const asked = JSON.stringify({ ...JSON.parse(ORDER), collections: ['s2mp-s1s3'] });
    expect(await intake(asked, bench.services)).toEqual(['waiting']);
    const [message] = (await bench.sent()).arrivals ?? [];
    expect(message).toEqual({
      delayS: 60,
      body: waiting(1, { trigger: 'reprocessing-order', collections: ['s2mp-s1s3'] }),
    });
    await bench.put(MEASUREMENT);
    await intake(JSON.stringify(message?.body), bench.services);
    expect(await bench.sent()).toEqual({
      retrievalBulk: [{ delayS: 0, body: order({ lane: 'bulk', collections: ['s2mp-s1s3'] }) }],
    });
  });

  it('keeps the orbit file that it was ordered with', async () => {
    const bench = await openBench();
    await bench.putScene([MEASUREMENT]);
    const orbit = 'orbits/A.EOF';
    expect(await intake(JSON.stringify({ ...JSON.parse(ORDER), orbit }), bench.services)).toEqual(['waiting']);
    const [message] = (await bench.sent()).arrivals ?? [];
    expect(message?.body).toEqual(waiting(1, { trigger: 'reprocessing-order', orbit }));
    await bench.put(MEASUREMENT);
    await intake(JSON.stringify(message?.body), bench.services);
    expect(await bench.sent()).toEqual({ retrievalBulk: [{ delayS: 0, body: order({ lane: 'bulk', orbit }) }] });
  });

  it('is rejected at once where nobody waits', async () => {
    const bench = await openBench({ incompleteAfterHours: 0 });
    await bench.putScene([MEASUREMENT]);
    expect(await intake(ORDER, bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toMatchObject({ state: 'rejected', reason: 'incomplete' });
    expect(await bench.sent()).toEqual({});
  });

  it('keeps the state of its map when an order finds them cleared away', async () => {
    const bench = await openBench({ incompleteAfterHours: 0 });
    const record = settled(start, { a: { state: 'produced', item: 'x', run: 'a'.repeat(64) } }, START);
    await put(bench, record);
    expect(await intake(ORDER, bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toEqual(record);
  });
});

describe('what cannot serve', () => {
  it.each([
    ['S1A_EW_GRDM_1SDH_20210821T054412_20210821T054512_039412_04A7B5_0E0E', 'unsupported-product'],
    ['S1A_IW_SLC__1SDV_20210821T054412_20210821T054512_039412_04A7B5_0E0E', 'unsupported-product'],
    ['S1A_IW_GRDH_1SDH_20210821T054412_20210821T054512_039412_04A7B5_0E0E', 'no-vv'],
    ['holiday pictures', 'unsupported-product'],
  ])('%s is rejected by its name: %s', async (name, reason) => {
    const bench = await openBench();
    const key = `scenes/${name}.SAFE/manifest.safe`.replaceAll(' ', '+');
    expect(await intake(uploadAt(START, key), bench.services)).toEqual(['rejected']);
    expect(await bench.ledger(name)).toMatchObject({ product: name, state: 'rejected', reason, outcomes: {} });
    expect(await bench.sent()).toEqual({});
  });

  it('is rejected if it lies outside all areas, with their names', async () => {
    const areasOfInterest = [{ name: 'beauce', bbox: [1, 48, 2, 49] as [number, number, number, number] }];
    const bench = await openBench({ areasOfInterest });
    await bench.putScene();
    expect(await intake(UPLOAD, bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toEqual({
      ...start,
      state: 'rejected',
      reason: 'outside-areas',
      message: `${BUCKET}/${LOCATION}: the scene touches none of the areas of interest. The configured areas are beauce.`,
    });
  });

  it('is rejected with a manifest that is none, and can be uploaded again', async () => {
    const bench = await openBench();
    await bench.putScene();
    await bench.put('manifest.safe', new TextEncoder().encode('<html></html>'));
    expect(await intake(UPLOAD, bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toMatchObject({ state: 'rejected', reason: 'invalid-manifest' });
    bench.clock.advanceSeconds(60);
    await bench.put('manifest.safe', SCENE_FILES.get('manifest.safe'));
    expect(await intake(UPLOAD, bench.services)).toEqual(['duplicate']);
    expect(await intake(uploadAt(bench.clock.now()), bench.services)).toEqual(['queued']);
  });

  it('leaves a record of its own if it is no message, whatever it reads', async () => {
    const bench = await openBench();
    await put(bench, queued(start, START));
    expect(await intake(PRODUCT, bench.services)).toEqual(['rejected']);
    expect(await intake(PRODUCT, bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toEqual(queued(start, START));
    const keys: string[] = [];
    for await (const { key } of bench.services.store.list('ledger/')) keys.push(key);
    expect(keys).toEqual([
      ledgerKey(PRODUCT),
      expect.stringMatching(/^ledger\/undated\/message%20[0-9a-f]{12}\.json$/),
    ]);
  });
});

/** What the public topic says of a scene two degrees wide, from this longitude on. */
const announcement = (west: number, change: object = {}) =>
  JSON.stringify({
    path: `GRD/2021/8/21/IW/SV/${PRODUCT}`,
    mode: 'IW',
    productType: 'GRD',
    polarization: 'SV',
    s3Ingestion: '2021-09-01T01:00:00.000Z',
    footprint: {
      type: 'Polygon',
      coordinates: [
        [
          [west, 43],
          [west + 2, 43],
          [west + 2, 44],
          [west, 44],
          [west, 43],
        ],
      ],
    },
    ...change,
  });

describe('a message of the public topic', () => {
  it('of a scene outside all areas leaves no trace and reads no file', async () => {
    const bench = await openBench();
    const sceneStore = () => {
      throw new Error('must not be read');
    };
    expect(await intake(announcement(20), { ...bench.services, sceneStore })).toEqual(['outside']);
    expect(await bench.ledger()).toBeUndefined();
    expect(await bench.sent()).toEqual({});
  });

  it.each([
    [{ mode: 'EW' }, 'unsupported-product'],
    [{ polarization: 'DH' }, 'no-vv'],
  ])('is rejected by what it says, not by the name in its path: %o', async (change, reason) => {
    const bench = await openBench();
    expect(await intake(announcement(3, change), bench.services)).toEqual(['rejected']);
    expect(await bench.ledger()).toMatchObject({ state: 'rejected', reason });
  });

  it('has its scene read from the public bucket', async () => {
    const bench = await openBench();
    const location = `GRD/2021/8/21/IW/SV/${PRODUCT}`;
    for (const [path, bytes] of SCENE_FILES) await bench.services.store.put(`${location}/${path}`, bytes);
    const buckets: string[] = [];
    const sceneStore = (bucket: string) => {
      buckets.push(bucket);
      return bench.services.store;
    };
    expect(await intake(announcement(3), { ...bench.services, sceneStore })).toEqual(['queued']);
    expect(buckets).toEqual(['sentinel-s1-l1c']);
    const scene = { bucket: 'sentinel-s1-l1c', location };
    expect(await bench.sent()).toEqual({
      retrievalNrt: [{ delayS: 0, body: order({ scene, arrivedAt: '2021-09-01T01:00:00.000Z' }) }],
    });
  });
});

describe('a message with several scenes', () => {
  const records = (...keys: string[]) =>
    JSON.stringify({
      Records: keys.map((key) => ({ eventSource: 'aws:s3', s3: { bucket: { name: BUCKET }, object: { key } } })),
    });

  it('has an outcome for each', async () => {
    const bench = await openBench();
    await bench.putScene();
    const keys = ['scenes/a.zip', `${LOCATION}/manifest.safe`, `${LOCATION}/manifest.safe`];
    expect(await intake(records(...keys), bench.services)).toEqual(['rejected', 'queued', 'duplicate']);
  });

  it('takes in the others before it fails for one', async () => {
    const bench = await openBench();
    await bench.putScene();
    await bench.services.store.put(ledgerKey('broken'), new TextEncoder().encode('{'));
    const body = records('scenes/broken.zip', `${LOCATION}/manifest.safe`);
    await expect(intake(body, bench.services)).rejects.toThrow('ledger/undated/broken.json');
    expect(await bench.ledger()).toMatchObject({ state: 'in-flight', queuedAt: START.toISOString() });
  });
});

describe('a scene whose files cannot be read', () => {
  const unreadable = (bench: Bench) => {
    const list = () => {
      throw new Error('The specified bucket does not exist');
    };
    return { ...bench.services, sceneStore: () => storeWith(bench.services.store, { list }) };
  };
  const fingerprint = failureFingerprint('intake', { name: 'Error', message: 'The specified bucket does not exist' });

  it('fails in the ledger at the last delivery, when its queue gives up, and not before', async () => {
    const bench = await openBench({ maxReceiveCount: 3 });
    await expect(intake(UPLOAD, unreadable(bench), 2)).rejects.toThrow('bucket does not exist');
    expect(await bench.ledger()).toBeUndefined();
    await expect(intake(UPLOAD, unreadable(bench), 3)).rejects.toThrow('bucket does not exist');
    expect(await bench.ledger()).toEqual(failed(start, fingerprint, 'The specified bucket does not exist', START));
  });

  it('is taken in when the message comes once more after the cause is mended', async () => {
    const bench = await openBench({ maxReceiveCount: 1 });
    await expect(intake(UPLOAD, unreadable(bench), 1)).rejects.toThrow('bucket does not exist');
    await bench.putScene();
    expect(await intake(UPLOAD, bench.services, 1)).toEqual(['queued']);
    expect(await bench.ledger()).toMatchObject({ state: 'in-flight' });
  });

  it('keeps the map that another message has made of it', async () => {
    const bench = await openBench({ maxReceiveCount: 1 });
    const outcome: Outcome = { state: 'produced', item: 'i', run: 'r' };
    const produced = settled(start, { 's2mp-s1s2': outcome }, START);
    await put(bench, produced);
    await expect(intake(ORDER, unreadable(bench), 1)).rejects.toThrow('bucket does not exist');
    expect(await bench.ledger()).toEqual(produced);
  });
});

it('tells operators what becomes of arrivals, in the figures that stand in the table and no others', async () => {
  const told = new Set<string>();
  const bench = await openBench({ incompleteAfterHours: 1 });
  const services = { ...bench.services, metrics: { add: (name: string) => void told.add(name) } };
  const unreachable = () => {
    throw new StoreUnavailableError('SlowDown (503)');
  };
  const { maxReceiveCount } = services.configuration;
  await expect(intake(UPLOAD, { ...services, sceneStore: unreachable }, maxReceiveCount)).rejects.toThrow('SlowDown');
  expect([...told]).toEqual(['ScenesFailed']);
  await bench.putScene([MEASUREMENT]);
  await intake(UPLOAD, services);
  await bench.put(MEASUREMENT);
  for (const _ of ['first', 'again']) await intake(UPLOAD, services);
  await intake('hello', services);
  await intake(announcement(20), services);
  expect([...told].sort()).toEqual(METRICS_OF.intake.toSorted());
});
