import { beforeAll, describe, expect, test, vi } from 'vitest';
import { StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { EditedScene } from './edited-scene.ts';
import { runScene } from './run-scene.ts';
import { renderSmallWorld, type SmallWorld } from './small-world.ts';

let world: SmallWorld;
beforeAll(async () => {
  world = await renderSmallWorld();
});

/** Lets reads of keys that contain `part` fail a number of times. */
function failing(part: string, times: number) {
  const left = { times };
  return {
    left,
    before: ({ store }: Awaited<ReturnType<typeof runScene>>['system']) => {
      const read = store.read.bind(store);
      vi.spyOn(store, 'read').mockImplementation(async (key, offset, length) => {
        if (!key.includes(part) || left.times === 0) return read(key, offset, length);
        left.times -= 1;
        throw new StoreUnavailableError(`${key}: SlowDown`);
      });
    },
  };
}

describe('a store that does not answer is no fault of the scene', () => {
  test.each([
    ['manifest', '/manifest.safe', { intake: { records: 2, failed: 1 }, retrieve: { records: 1, failed: 0 } }],
    ['annotation', '/annotation/s1a', { intake: { records: 1, failed: 0 }, retrieve: { records: 2, failed: 1 } }],
    ['measurement', '/measurement/', { intake: { records: 1, failed: 0 }, retrieve: { records: 2, failed: 1 } }],
    ['land cover', 'landcover/', { intake: { records: 1, failed: 0 }, retrieve: { records: 2, failed: 1 } }],
    ['NDVI', 'ndvi/filled/', { intake: { records: 1, failed: 0 }, retrieve: { records: 2, failed: 1 } }],
    ['DEM', 'dem/', { intake: { records: 1, failed: 0 }, retrieve: { records: 2, failed: 1 } }],
  ])('while the %s is read: tried again, and a map', async (_, part, expected) => {
    const { before, left } = failing(part, 1);
    const { record, deliveries, deadLetters, remains } = await runScene(new EditedScene(world), { before });
    expect(left.times).toBe(0);
    expect(record?.state).toBe('produced');
    expect(deliveries).toMatchObject(expected);
    expect({ deadLetters, remains }).toEqual({ deadLetters: [], remains: [] });
  });

  test('in a zip too', async () => {
    const scene = new EditedScene(world);
    scene.zip();
    const { before, left } = failing('.zip', 1);
    const { record, deliveries, deadLetters } = await runScene(scene, { before });
    expect(left.times).toBe(0);
    expect(record?.state).toBe('produced');
    expect(deliveries.intake).toEqual({ records: 2, failed: 1 });
    expect(deadLetters).toEqual([]);
  });

  test('for good: failed, given up after the configured deliveries, and nothing half-written', async () => {
    const { before } = failing('/measurement/', Number.POSITIVE_INFINITY);
    const outcome = await runScene(new EditedScene(world), { before, configuration: { maxReceiveCount: 2 } });
    const { record, written, remains, deliveries, deadLetters } = outcome;
    expect(record).toMatchObject({ state: 'failed', message: expect.stringContaining('SlowDown'), outcomes: {} });
    expect(deliveries.retrieve).toEqual({ records: 2, failed: 2 });
    expect(deadLetters).toHaveLength(1);
    expect(written.filter((key) => !key.startsWith('ledger/'))).toEqual([]);
    expect(remains).toEqual([]);
  });
});

test('a file that only says that it is huge is refused before it is read', async () => {
  const scene = new EditedScene(world);
  const key = scene.key('annotation');
  const { record, deliveries, deadLetters } = await runScene(scene, {
    before: ({ store }) => {
      const head = store.head.bind(store);
      vi.spyOn(store, 'list').mockImplementation(async function* (prefix) {
        for (const one of scene.files.keys()) {
          if (!one.startsWith(prefix)) continue;
          const found = await head(one);
          if (found) yield { key: one, modified: new Date(0), ...found, size: one === key ? 2 ** 40 : found.size };
        }
      });
    },
  });
  expect(record).toMatchObject({
    state: 'rejected',
    reason: 'invalid-annotation',
    message: `s2mp-local/${key}: is 1099511627776 bytes long, far more than such a file has. Download the product again.`,
  });
  expect(deliveries.retrieve).toEqual({ records: 1, failed: 0 });
  expect(deadLetters).toEqual([]);
});

describe('messages that can never succeed', () => {
  const nothing = { intake: { records: 1, failed: 0 } };

  test.each([
    ['no JSON', 'hello'],
    ['JSON of something else', '{"hello":"world"}'],
    ['a very long text', 'x'.repeat(100_000)],
    [
      'an order that asks for an unknown collection',
      JSON.stringify({ type: 'reprocessing-order', scene: { bucket: 'b', prefix: 'p' }, collections: ['sm'] }),
    ],
    [
      'an S3 event whose key is not URL-encoded',
      JSON.stringify({
        Records: [
          { eventSource: 'aws:s3', s3: { bucket: { name: 'b' }, object: { key: 'scenes/%E0%A4%A/manifest.safe' } } },
        ],
      }),
    ],
    [
      'a public message with an impossible time',
      JSON.stringify({
        path: 'x',
        mode: 'IW',
        productType: 'GRD',
        polarization: 'DV',
        s3Ingestion: 'yesterday',
        footprint: {
          type: 'Polygon',
          coordinates: [
            [
              [3.9, 43.5],
              [4.1, 43.5],
              [4.1, 43.7],
              [3.9, 43.5],
            ],
          ],
        },
      }),
    ],
  ])('%s: one ledger record, and done', async (_, message) => {
    const scene = new EditedScene(world);
    for (const key of [...scene.files.keys()]) scene.files.delete(key);
    const { written, deliveries, deadLetters, remains, system } = await runScene(scene, { message });
    expect({ deliveries, deadLetters, remains }).toEqual({ deliveries: nothing, deadLetters: [], remains: [] });
    expect(written).toHaveLength(1);
    const stored = await system.store.get(written[0] ?? '');
    const record: unknown = JSON.parse(new TextDecoder().decode(stored?.bytes));
    expect(record).toMatchObject({ state: 'rejected' });
  });
});
