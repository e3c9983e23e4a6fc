import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { bucketStores } from '../../functions/bucket-stores.ts';
import { StoreUnavailableError } from '../../lib/cloud/object-store.ts';
import { serveObjects } from '../lib/cloud/aws/object-server.ts';

const FOREIGN = [
  { bucket: 'sentinel-s1-l1c', region: 'eu-central-1' },
  { bucket: 'copernicus-dem-30m', region: 'eu-central-1' },
  { bucket: 'archive', region: 'us-west-2' },
];

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});
afterEach(() => vi.unstubAllEnvs());

/** Buckets that answer in their own region only, as S3's do. */
async function serveRegions() {
  const regions = {
    maps: 'eu-west-1',
    'sentinel-s1-l1c': 'eu-central-1',
    'copernicus-dem-30m': 'eu-central-1',
    archive: 'us-west-2',
    somebodys: 'ap-south-1',
  };
  const buckets = new Map(Object.keys(regions).map((bucket) => [bucket, new Map([['a', new Uint8Array([1, 2])]])]));
  const server = await serveObjects(buckets, { regions });
  onTestFinished(() => server[Symbol.asyncDispose]());
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
  return server;
}

describe('bucketStores', () => {
  test.each(['maps', 'sentinel-s1-l1c', 'copernicus-dem-30m', 'archive'])(
    'reads %s in its region at once',
    async (bucket) => {
      const server = await serveRegions();
      const store = bucketStores('maps', { foreign: FOREIGN }).storeOf(bucket);
      expect((await store.get('a'))?.bytes).toEqual(new Uint8Array([1, 2]));
      expect(await store.head('a')).toMatchObject({ size: 2 });
      expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD']);
    },
  );

  test('follows S3 to a bucket of which it knows nothing', async () => {
    const server = await serveRegions();
    const store = bucketStores('maps', { foreign: FOREIGN }).storeOf('somebodys');
    expect((await store.get('a'))?.size).toBe(2);
    expect(await store.head('a')).toMatchObject({ size: 2 });
    const listed: string[] = [];
    for await (const { key } of store.list('')) listed.push(key);
    expect(listed).toEqual(['a']);
    expect(new Set(server.requests.map(({ region }) => region))).toEqual(new Set(['eu-west-1', 'ap-south-1']));
  });

  test('does not take a bucket of another region for one without the key', async () => {
    await serveRegions();
    const store = bucketStores('maps', { foreign: [{ bucket: 'archive', region: 'eu-central-1' }] }).storeOf('archive');
    await expect(store.head('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
  });

  test('has one client for each region, shown before it is used, and one store for each bucket', async () => {
    const server = await serveRegions();
    const clients: S3Client[] = [];
    const stores = bucketStores('maps', { foreign: FOREIGN, onClient: (client) => clients.push(client) });
    const names = ['maps', 'sentinel-s1-l1c', 'copernicus-dem-30m', 'sentinel-s1-l1c', 'other', 'another'];
    for (const name of names) stores.storeOf(name);
    expect(server.requests).toEqual([]);
    expect(await Promise.all(clients.map((client) => client.config.region()))).toEqual([
      'eu-west-1',
      'eu-central-1',
      'eu-west-1',
    ]);
    expect(stores.storeOf('maps')).toBe(stores.own);
    expect(stores.storeOf('other')).toBe(stores.storeOf('other'));
    expect(stores.storeOf('other')).not.toBe(stores.storeOf('another'));
  });

  test('a bucket that refuses is not one without the key', async () => {
    const buckets = new Map([['sentinel-s1-l1c', new Map()]]);
    await using server = await serveObjects(buckets, { refused: new Set(['sentinel-s1-l1c/a']) });
    vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
    const store = bucketStores('maps', { foreign: FOREIGN }).storeOf('sentinel-s1-l1c');
    await expect(store.head('a')).rejects.toThrow(StoreUnavailableError);
    expect(await store.head('b')).toBeUndefined();
  });
});
