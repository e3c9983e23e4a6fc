import { createHash } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ObjectServerOptions, serveObjects } from '../lib/cloud/aws/object-server.ts';
import { temporaryFolder } from '../lib/cloud/local/temporary-folder.ts';
import { tileRaster } from '../support/tile-rasters.ts';
import { runInProcess } from './run-in-process.ts';
import { serveStack } from './stack-server.ts';
import { startCommand } from './start-command.ts';
import { withTestCredentials } from './with-test-credentials.ts';

const LANDCOVER = 'landcover/2019/N43E003.tif';
const NDVI_S3 = 'ndvi/s3/N43E003/2021-08-15.tif';
let landcover: Uint8Array;
let ndviS3: Uint8Array;
beforeAll(async () => {
  landcover = await tileRaster(1008, 40);
  ndviS3 = await tileRaster(112, 0.5);
});

withTestCredentials();

async function folderWith(files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

/** A bucket `maps` that takes what is put. */
async function openBucket(options: ObjectServerOptions = {}) {
  const objects = new Map<string, Uint8Array>();
  const accept = (_: string, key: string, bytes: Uint8Array) => void objects.set(key, bytes);
  const server = await serveObjects(new Map([['maps', objects]]), { accept, ...options });
  onTestFinished(() => server[Symbol.asyncDispose]());
  vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
  return { objects, server };
}

const push = (...args: string[]) => runInProcess(['tiles', 'push', ...args]);
const sameBytes = (objects: ReadonlyMap<string, Uint8Array>) =>
  Object.fromEntries([...objects].map(([key, bytes]) => [key, createHash('md5').update(bytes).digest('hex')]));
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

describe('s2mp tiles push', () => {
  test('puts the tiles of a store, and of nothing else in it', async () => {
    const { objects } = await openBucket();
    const folder = await folderWith({
      [LANDCOVER]: landcover,
      [NDVI_S3]: ndviS3,
      'landcover/2019/N43E003.tif.aux.xml': new Uint8Array(3),
      'landcover/.DS_Store': new Uint8Array(3),
      'scenes/S1A.SAFE/measurement/x.tiff': new Uint8Array(3),
      'ndvi/observations/N43E003/2021-08-15.tif': new Uint8Array(3),
      'collections/s2mp-s1s2/x/sm.tif': new Uint8Array(3),
    });
    const megabytes = ((landcover.length + ndviS3.length) / 1e6).toFixed(1);
    expect(await push(folder, '--bucket', 'maps')).toEqual({
      code: 0,
      stdout: `s3://maps: 2 tiles: 2 sent (${megabytes} MB), 0 replaced (0.0 MB), 0 there already, 0 refused\n`,
      stderr: 'tiles  compare\ntiles  send\n',
    });
    expect(sameBytes(objects)).toEqual({ [LANDCOVER]: md5(landcover), [NDVI_S3]: md5(ndviS3) });
    expect((await push(folder, '--bucket', 'maps')).stdout).toContain(
      '0 sent (0.0 MB), 0 replaced (0.0 MB), 2 there already',
    );
  });

  test('names what it refuses, and ends with code 2', async () => {
    const { objects } = await openBucket();
    const folder = await folderWith({ [NDVI_S3]: ndviS3, [LANDCOVER]: new TextEncoder().encode('<html>') });
    const reason =
      `${folder}/${LANDCOVER}: no TIFF: the file has 6 bytes. Make the tile again from LC100: ` +
      '1° × 1°, 1008 × 1008 pixels, EPSG:4326, edges on whole degrees.';
    const { code, stdout, stderr } = await push(folder, '--bucket', 'maps', '--json');
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('s2mp: '))).toEqual([`s2mp: ${reason}`]);
    expect(JSON.parse(stdout)).toEqual({
      bucket: 'maps',
      dryRun: false,
      tiles: [
        { state: 'refused', file: `${folder}/${LANDCOVER}`, bytes: 6, reason },
        { state: 'sent', file: `${folder}/${NDVI_S3}`, bytes: ndviS3.length, key: NDVI_S3 },
      ],
    });
    expect([...objects.keys()]).toEqual([NDVI_S3]);
  });

  test('--dry-run puts nothing', async () => {
    const { objects, server } = await openBucket();
    const folder = await folderWith({ [NDVI_S3]: ndviS3 });
    const { code, stdout } = await push(folder, '--bucket', 'maps', '--dry-run');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 's3://maps: 1 tile: 1 would be sent (0.0 MB), 0 would be replaced (0.0 MB), 0 there already, 0 refused\n',
    });
    expect(objects.size).toBe(0);
    expect(server.requests.every(({ method }) => method !== 'PUT')).toBe(true);
  });

  test('follows links, and says of one that leads nowhere what it is', async () => {
    const { objects } = await openBucket();
    const elsewhere = await folderWith({ 'N43E003.tif': landcover });
    const folder = await folderWith({ 'landcover/readme.txt': new Uint8Array(1) });
    await symlink(elsewhere, join(folder, 'landcover/2019'));
    await mkdir(join(folder, 'ndvi/s3/N43E003'), { recursive: true });
    await symlink('/nowhere.tif', join(folder, NDVI_S3));
    const { code, stderr } = await push(folder, '--bucket', 'maps');
    expect(code).toBe(2);
    expect(stderr).toContain(`s2mp: ${folder}/${NDVI_S3}: cannot be read. ENOENT: no such file or directory`);
    expect([...objects.keys()]).toEqual([LANDCOVER]);
  });

  test('killed in the middle it goes on: what was sent is not sent again', async () => {
    const { objects, server } = await openBucket({ latencyMs: 150 });
    const days = Array.from({ length: 28 }, (_, i) => String(i + 1).padStart(2, '0'));
    const keys = days.map((day) => `ndvi/s3/N43E003/2021-08-${day}.tif`);
    const folder = await folderWith(Object.fromEntries(keys.map((key) => [key, ndviS3])));
    const killed = startCommand(['tiles', 'push', folder, '--bucket', 'maps']);
    await vi.waitFor(() => expect(objects.size).toBeGreaterThan(0), { timeout: 20_000, interval: 5 });
    killed.kill('SIGKILL');
    expect((await killed.finished).code).toBeNull();
    await vi.waitFor(async () => expect(await server.connections()).toBe(0));
    const before = objects.size;
    expect(before).toBeLessThan(28);
    server.requests.length = 0;
    const { code, stdout } = await push(folder, '--bucket', 'maps');
    expect(code).toBe(0);
    expect(stdout).toContain(`${28 - before} sent`);
    expect(stdout).toContain(`${before} there already`);
    expect(server.requests.filter(({ method }) => method === 'PUT')).toHaveLength(28 - before);
    expect(sameBytes(objects)).toEqual(Object.fromEntries(keys.map((key) => [key, md5(ndviS3)])));
  });

  test('SIGINT ends it with a message', async () => {
    await openBucket({ latencyMs: 60_000 });
    const folder = await folderWith({ [NDVI_S3]: ndviS3 });
    const command = startCommand(['tiles', 'push', folder, '--bucket', 'maps']);
    await command.saw('compare');
    command.kill('SIGINT');
    expect(await command.finished).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('s2mp: Stopped. The same command goes on where this one was.\n'),
    });
  });
});

describe('where the tiles go', () => {
  test('the bucket that the stack names, in the region that is given', async () => {
    const { objects } = await openBucket();
    await using stack = await serveStack('S2mpNrt', { BucketOutput: 'maps', ArrivalsQueueUrlOutput: 'https://x/?a&b' });
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', stack.endpoint);
    const folder = await folderWith({ [NDVI_S3]: ndviS3 });
    const { code, stdout } = await push(folder, '--stack', 'S2mpNrt', '--region', 'eu-central-1');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('s3://maps: 1 tile: 1 sent') });
    expect([...objects.keys()]).toEqual([NDVI_S3]);
    expect(stack.regions).toEqual(['eu-central-1']);
  });

  test.each<[string, string[], string]>([
    ['neither', [], 'Say where the tiles go: --stack NAME, or --bucket BUCKET.'],
    [
      'a stack that is not there',
      ['--stack', 'Other'],
      'There is no stack Other (Stack with id Other does not exist). Check its name, its region (--region) and AWS_ENDPOINT_URL.',
    ],
    [
      'a stack of something else',
      ['--stack', 'S2mpNrt'],
      'The stack S2mpNrt has no output Bucket: it is another stack, or has to be deployed anew.',
    ],
    [
      'a bucket that is not there',
      ['--bucket', 'nobody'],
      's3://nobody: there is no such bucket. Check its name, and AWS_ENDPOINT_URL if the bucket is not at AWS.',
    ],
  ])('%s: code 2 and one sentence', async (_, args, message) => {
    await openBucket();
    await using stack = await serveStack('S2mpNrt', {});
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', stack.endpoint);
    const folder = await folderWith({ [NDVI_S3]: ndviS3 });
    const { code, stdout, stderr } = await push(folder, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^(tiles .*\n)*s2mp: [^\n]*\n$/);
    expect(stderr).toContain(`s2mp: ${message}\n`);
  });

  test('refused access, with what the key is', async () => {
    await openBucket({ refused: new Set([`maps/${NDVI_S3}`]) });
    const { code, stderr } = await push(await folderWith({ [NDVI_S3]: ndviS3 }), '--bucket', 'maps');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('s2mp: s3://maps: AWS refuses access (403'),
    });
  });

  test('nobody answers: code 1, to be tried again', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
    const { code, stderr } = await push(await folderWith({ [NDVI_S3]: ndviS3 }), '--stack', 'S2mpNrt');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        's2mp: stack S2mpNrt: AWS does not answer (ECONNREFUSED). Check the network, the region and AWS_ENDPOINT_URL, and try again.\n',
    });
  });

  test('a folder without tiles says how they must lie', async () => {
    const folder = await folderWith({ 'N43E003.tif': landcover });
    const layout =
      'landcover/<year>/<tile>.tif; dem/<tile>.tif, or the names of Copernicus GLO-30 below dem/; ' +
      'ndvi/filled/<tile>/<yyyy-mm-dd>.tif; ndvi/s3/<tile>/<yyyy-mm-dd>.tif';
    expect(await push(folder, '--bucket', 'maps')).toEqual({
      code: 2,
      stdout: '',
      stderr: `s2mp: ${folder} holds no tiles. They lie as in the store: ${layout}.\n`,
    });
    expect(await push('/nowhere', '--bucket', 'maps')).toMatchObject({ code: 2 });
  });
});
