import { S3Client } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { S3ObjectStore } from '../../../../lib/cloud/aws/s3-object-store.ts';
import {
  PreconditionFailedError,
  RangePastEndError,
  StoreUnavailableError,
} from '../../../../lib/cloud/object-store.ts';
import { serveObjects } from './object-server.ts';
import { type ScriptedAnswer, scriptedEndpoint, xmlError } from './scripted-endpoint.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };
const BYTES = new Uint8Array([1, 2, 3]);
const WRITTEN: ScriptedAnswer = { status: 200, headers: { etag: '"abc"' } };

async function openStore(...answers: readonly [ScriptedAnswer, ...ScriptedAnswer[]]) {
  const { client, requests } = await scriptedEndpoint(...answers);
  return { store: new S3ObjectStore(new S3Client(client), 'bucket'), requests };
}

async function firstOf(store: S3ObjectStore): Promise<string | undefined> {
  for await (const { key } of store.list('')) return key;
  return undefined;
}

describe('S3ObjectStore', () => {
  test.each([
    ['a refusal', xmlError(403, 'AccessDenied')],
    ['throttling', xmlError(503, 'SlowDown')],
    ['an internal error', xmlError(500, 'InternalError')],
    ['a proxy', { status: 502, body: '<html>Bad Gateway</html>' }],
  ])('takes %s for unavailable, never for absent', async (_, answer) => {
    const { store } = await openStore(answer);
    await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.head('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.read('a', 0, 1)).rejects.toThrow(StoreUnavailableError);
    await expect(store.put('a', BYTES)).rejects.toThrow(StoreUnavailableError);
    await expect(store.put('a', BYTES, { ifMatch: '"abc"' })).rejects.toThrow(StoreUnavailableError);
    await expect(firstOf(store)).rejects.toThrow(StoreUnavailableError);
  });

  test('repeats a conditional put that met another one until that is decided', async () => {
    const conflict = xmlError(409, 'ConditionalRequestConflict');
    const won = await openStore(conflict, conflict, WRITTEN);
    expect(await won.store.put('a', BYTES, { ifNoneMatch: true })).toEqual({ etag: '"abc"' });
    expect(won.requests.map((request) => request.headers['if-none-match'])).toEqual(['*', '*', '*']);
    const lost = await openStore(conflict, xmlError(412, 'PreconditionFailed'));
    await expect(lost.store.put('a', BYTES, { ifMatch: '"old"' })).rejects.toThrow(PreconditionFailedError);
    expect(lost.requests.map((request) => request.headers['if-match'])).toEqual(['"old"', '"old"']);
  });

  test('gives up on a conflict that does not end', async () => {
    const { store, requests } = await openStore(xmlError(409, 'ConditionalRequestConflict'));
    await expect(store.put('a', BYTES, { ifNoneMatch: true })).rejects.toThrow(StoreUnavailableError);
    expect(requests).toHaveLength(6);
  });

  test.each([
    ['a missing bucket', xmlError(404, 'NoSuchBucket'), 's3://bucket/a: NoSuchBucket (404)'],
    ['a bucket of another region', xmlError(301, 'PermanentRedirect'), 's3://bucket/a: PermanentRedirect (301)'],
  ])('takes %s for unavailable, not for an absent key, and names it', async (_, answer, message) => {
    const { store } = await openStore(answer);
    const unavailable = new StoreUnavailableError(message);
    await expect(store.get('a')).rejects.toThrow(unavailable);
    await expect(store.read('a', 0, 1)).rejects.toThrow(unavailable);
    await expect(store.put('a', BYTES, { ifMatch: '"abc"' })).rejects.toThrow(unavailable);
  });

  test('is not misled by the HEAD of a key in a missing bucket, which looks like that of a missing key', async () => {
    await using server = await serveObjects(new Map([['bucket', new Map()]]));
    const client = new S3Client({
      endpoint: server.endpoint,
      region: 'x',
      credentials: CREDENTIALS,
      forcePathStyle: true,
    });
    await expect(new S3ObjectStore(client, 'missing').head('a')).rejects.toThrow(
      new StoreUnavailableError('s3://missing/a: NoSuchBucket (404)'),
    );
    server.requests.length = 0;
    const store = new S3ObjectStore(client, 'bucket');
    expect(await store.head('a')).toBeUndefined();
    expect(await store.head('b')).toBeUndefined();
    // The bucket is proved once.
    expect(server.requests.map(({ method, key }) => `${method} ${key}`)).toEqual(['HEAD a', 'GET a', 'HEAD b']);
  });

  test('takes a key that appears between HEAD and GET for absent, as it was', async () => {
    const { store } = await openStore({ status: 404 }, { status: 206, body: 'x' });
    expect(await store.head('a')).toBeUndefined();
  });

  test('takes a deleted version for a failed precondition', async () => {
    const { store } = await openStore(xmlError(404, 'NoSuchKey'));
    await expect(store.put('a', BYTES, { ifMatch: '"abc"' })).rejects.toThrow(PreconditionFailedError);
  });

  test('asks for exact ranges and notices one that is cut short', async () => {
    const { store, requests } = await openStore({
      status: 206,
      headers: { 'content-range': 'bytes 8-9/10' },
      body: '89',
    });
    expect(await store.read('a', 8, 2)).toEqual(new Uint8Array(Buffer.from('89')));
    await expect(store.read('a', 8, 4)).rejects.toThrow(RangePastEndError);
    expect(requests.map((request) => request.headers.range)).toEqual(['bytes=8-9', 'bytes=8-11']);
  });

  test('asks again for an answer that breaks off, but not for ever', async () => {
    const objects = new Map([['bucket', new Map([['a', new Uint8Array(1000).fill(7)]])]]);
    const read = async (brokenBodies: number) => {
      await using server = await serveObjects(objects, { brokenBodies });
      const { endpoint, requests } = server;
      const client = new S3Client({
        endpoint,
        region: 'x',
        credentials: CREDENTIALS,
        maxAttempts: 1,
        forcePathStyle: true,
      });
      const bytes = await new S3ObjectStore(client, 'bucket').read('a', 100, 400).catch((error: unknown) => error);
      return { bytes, requests: requests.length };
    };
    expect(await read(2)).toEqual({ bytes: new Uint8Array(400).fill(7), requests: 3 });
    expect(await read(9)).toEqual({ bytes: expect.any(StoreUnavailableError), requests: 3 });
  });
});
