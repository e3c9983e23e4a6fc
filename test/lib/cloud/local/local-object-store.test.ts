import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidKeyError } from '../../../../lib/cloud/local/invalid-key.error.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { StoreUnavailableError } from '../../../../lib/cloud/object-store.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

async function keysBelow(store: LocalObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

describe('LocalObjectStore', () => {
  test('keeps each object as a plain file at its key', async () => {
    const root = await temporaryFolder();
    const store = await LocalObjectStore.open({ root, bucket: 'local' });
    await store.put('ledger/2021/08/09/scene.json', bytesOf('{}'));
    await writeFile(join(root, 'by-hand.txt'), 'hello');
    expect(store.pathOf('ledger/2021/08/09/scene.json')).toBe(join(root, 'ledger/2021/08/09/scene.json'));
    expect(await keysBelow(store, '')).toEqual(['by-hand.txt', 'ledger/2021/08/09/scene.json']);
    expect(textOf((await store.get('by-hand.txt'))?.bytes)).toBe('hello');
  });

  test('refuses to write keys that are no file below the root, and knows nothing at them', async () => {
    const parent = await temporaryFolder();
    await writeFile(join(parent, 'secret'), 'not yours');
    const store = await LocalObjectStore.open({ root: join(parent, 'store'), bucket: 'local' });
    await store.put('a/b', bytesOf('a file'));
    const long = 'x'.repeat(256);
    const bad = [
      '',
      '/etc/passwd',
      '../secret',
      'a/../../secret',
      './a',
      'a//b',
      'a/',
      '.s2mp-tmp/x',
      'a\0b',
      'a\\b',
      long,
      '\ud800',
    ];
    for (const key of bad) {
      await expect(store.put(key, bytesOf('x')), key).rejects.toThrow(InvalidKeyError);
      expect(await store.head(key), key).toBeUndefined();
      expect(await store.get(key), key).toBeUndefined();
      expect(await store.read(key, 0, 1), key).toBeUndefined();
    }
    expect(await readdir(parent)).toEqual(['secret', 'store']);
  });

  test('says clearly when a key is the folder of others or lies below another', async () => {
    const store = await LocalObjectStore.open({ root: await temporaryFolder(), bucket: 'local' });
    await store.put('a/b', bytesOf('x'));
    for (const ifNoneMatch of [undefined, true] as const) {
      const options = ifNoneMatch ? { ifNoneMatch } : {};
      await expect(store.put('a', bytesOf('x'), options)).rejects.toThrow(InvalidKeyError);
      await expect(store.put('a/b/c', bytesOf('x'), options)).rejects.toThrow(InvalidKeyError);
    }
    expect(await store.head('a')).toBeUndefined();
    expect(await store.head('a/b/c')).toBeUndefined();
    expect(await keysBelow(store, '')).toEqual(['a/b']);
  });

  test('leaves no temporary file behind, whatever a put comes to', async () => {
    const root = await temporaryFolder();
    const store = await LocalObjectStore.open({ root, bucket: 'local' });
    await store.put('a/b', bytesOf('x'), { ifNoneMatch: true });
    await store.put('a/b', bytesOf('y'), { ifNoneMatch: true }).catch(() => undefined);
    await store.put('a/b', bytesOf('y'), { ifMatch: '"other"' }).catch(() => undefined);
    await store.put('a', bytesOf('y')).catch(() => undefined);
    await (await store.streamInto('c')).abort();
    expect(await readdir(join(root, '.s2mp-tmp'))).toEqual([]);
    expect(await keysBelow(store, '')).toEqual(['a/b']);
  });

  test('clears what killed processes left half-written, and leaves a living process its own', async () => {
    const root = await temporaryFolder();
    const writing = await LocalObjectStore.open({ root, bucket: 'local' });
    const writer = await writing.streamInto('big');
    await writer.append(bytesOf('half'));
    // No process has this number: Linux's are below 2²².
    await writeFile(join(root, '.s2mp-tmp', '99999999~long%20ago~abc~1'), 'half');
    const store = await LocalObjectStore.open({ root, bucket: 'local' });
    expect(await readdir(join(root, '.s2mp-tmp'))).toHaveLength(1);
    expect(await keysBelow(store, '')).toEqual([]);
    await writer.append(bytesOf(' and half'));
    await writer.commit();
    expect(textOf((await store.get('big'))?.bytes)).toBe('half and half');
  });

  test('streams large objects: in pieces, patched at the end, visible only when whole', async () => {
    const puts: unknown[] = [];
    const root = await temporaryFolder();
    const store = await LocalObjectStore.open({
      root,
      bucket: 'local',
      onPut: async (object) => void puts.push(object),
    });
    const writer = await store.streamInto('scenes/x.tiff');
    await writer.append(bytesOf('????'));
    await writer.append(bytesOf('6789'));
    expect(writer.position).toBe(8);
    await writer.patch(0, bytesOf('2345'));
    await expect(writer.patch(6, bytesOf('too far'))).rejects.toThrow(RangeError);
    expect(await store.head('scenes/x.tiff')).toBeUndefined();
    const head = await writer.commit();
    expect(textOf((await store.get('scenes/x.tiff'))?.bytes)).toBe('23456789');
    // printf 23456789 | md5sum
    expect(head).toEqual({ size: 8, etag: '"4428c6c474502e61151877825bb41961"' });
    expect(puts).toEqual([{ key: 'scenes/x.tiff', ...head }]);
  });

  test('gives an object the same ETag after a restart, and another one after a change by hand', async () => {
    const root = await temporaryFolder();
    const first = await LocalObjectStore.open({ root, bucket: 'local' });
    const { etag } = await first.put('a', bytesOf('content'));
    const second = await LocalObjectStore.open({ root, bucket: 'local' });
    expect((await second.head('a'))?.etag).toBe(etag);
    await writeFile(join(root, 'a'), 'CONTENT');
    expect((await second.head('a'))?.etag).not.toBe(etag);
    await expect(second.put('a', bytesOf('x'), { ifMatch: etag })).rejects.toMatchObject({
      tag: 'PreconditionFailedError',
    });
  });

  test('serialises compare-and-swap between stores on the same folder', async () => {
    const root = await temporaryFolder();
    const stores = await Promise.all([1, 2, 3].map(() => LocalObjectStore.open({ root, bucket: 'local' })));
    const { etag } = (await stores[0]?.put('a', bytesOf('0'))) ?? {};
    const results = await Promise.allSettled(
      stores.map((store, i) => store.put('a', bytesOf(`swap ${i}`), { ifMatch: etag ?? '' })),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  test('announces a put after the object can be read', async () => {
    const seen: (string | undefined)[] = [];
    const root = await temporaryFolder();
    const store: LocalObjectStore = await LocalObjectStore.open({
      root,
      bucket: 'local',
      onPut: async ({ key }) => void seen.push(textOf((await store.get(key))?.bytes)),
    });
    await store.put('a', bytesOf('there'));
    await store.put('a', bytesOf('not there'), { ifNoneMatch: true }).catch(() => undefined);
    expect(seen).toEqual(['there']);
  });

  test('answers that it is unavailable when the disk refuses', async () => {
    const root = await temporaryFolder();
    const store = await LocalObjectStore.open({ root, bucket: 'local' });
    await writeFile(join(root, '.s2mp-tmp'), 'a file where the temporary folder has to be');
    await expect(store.put('a', bytesOf('x'))).rejects.toThrow(StoreUnavailableError);
    expect(await store.head('a')).toBeUndefined();
  });

  test('lists any set of keys in the order of their UTF-8 bytes', async () => {
    const segment = fc.string({
      unit: fc.constantFrom('a', 'b', '.', '-', '0', 'é', '\u{1F30D}', '\uFF5E'),
      minLength: 1,
      maxLength: 3,
    });
    const key = fc
      .array(
        segment.filter((s) => s !== '.' && s !== '..'),
        { minLength: 1, maxLength: 3 },
      )
      .map((s) => s.join('/'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 8 }), segment, async (keys, prefix) => {
        const root = await temporaryFolder();
        const store = await LocalObjectStore.open({ root, bucket: 'local' });
        const stored: string[] = [];
        for (const k of keys) {
          // A key that is the folder of another one cannot be stored beside it.
          if (keys.some((other) => other.startsWith(`${k}/`))) continue;
          await store.put(k, bytesOf(k));
          stored.push(k);
        }
        const inOrder = stored.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(await keysBelow(store, '')).toEqual(inOrder);
        expect(await keysBelow(store, prefix)).toEqual(inOrder.filter((k) => k.startsWith(prefix)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('LocalObjectStore with mounts', () => {
  test('shows folders and files from elsewhere under their prefix', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'lc/deep'), { recursive: true });
    await writeFile(join(parent, 'lc/N43E003.tif'), 'tile');
    await writeFile(join(parent, 'lc/deep/x'), 'deep');
    await writeFile(join(parent, 'scene.zip'), 'zip');
    const store = await LocalObjectStore.open({
      root: join(parent, 'store'),
      bucket: 'local',
      mounts: [
        { prefix: 'landcover/2019/', path: join(parent, 'lc'), readOnly: true },
        { prefix: 'scenes/S1A.zip', path: join(parent, 'scene.zip'), readOnly: true },
      ],
    });
    await store.put('landcover/2018/N43E003.tif', bytesOf('other'));
    expect(await keysBelow(store, '')).toEqual([
      'landcover/2018/N43E003.tif',
      'landcover/2019/N43E003.tif',
      'landcover/2019/deep/x',
      'scenes/S1A.zip',
    ]);
    expect(await keysBelow(store, 'landcover/2019/d')).toEqual(['landcover/2019/deep/x']);
    expect(textOf(await store.read('landcover/2019/N43E003.tif', 1, 3))).toBe('ile');
    expect(textOf((await store.get('scenes/S1A.zip'))?.bytes)).toBe('zip');
    expect(await store.head('scenes/S1A.zip/x')).toBeUndefined();
    await expect(store.put('landcover/2019/new', bytesOf('x'))).rejects.toThrow(InvalidKeyError);
    await expect(store.put('scenes/S1A.zip', bytesOf('x'))).rejects.toThrow(InvalidKeyError);
    expect((await readdir(join(parent, 'lc'))).toSorted()).toEqual(['N43E003.tif', 'deep']);
  });

  test('writes into a folder that is mounted for writing', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'maps'));
    const mounts = [{ prefix: 'collections/', path: join(parent, 'maps'), readOnly: false }];
    const store = await LocalObjectStore.open({ root: join(parent, 'store'), bucket: 'local', mounts });
    await store.put('collections/a/b', bytesOf('map'), { ifNoneMatch: true });
    expect(await readdir(join(parent, 'maps/a'))).toEqual(['b']);
    expect(await keysBelow(store, '')).toEqual(['collections/a/b']);
  });

  test('follows symbolic links, but not round in circles', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'data/tiles'), { recursive: true });
    await mkdir(join(parent, 'elsewhere'));
    await writeFile(join(parent, 'elsewhere/N43E003.tif'), 'tile');
    await symlink(join(parent, 'elsewhere'), join(parent, 'data/tiles/linked'));
    await symlink(join(parent, 'data'), join(parent, 'data/tiles/round'));
    await symlink(join(parent, 'nowhere'), join(parent, 'data/tiles/broken'));
    const mounts = [{ prefix: 'dem/', path: join(parent, 'data'), readOnly: true }];
    const store = await LocalObjectStore.open({ root: join(parent, 'store'), bucket: 'local', mounts });
    expect(await keysBelow(store, '')).toEqual(['dem/tiles/linked/N43E003.tif']);
  });

  test('says in one sentence what is wrong with a mount', async () => {
    const root = await temporaryFolder();
    const open = (prefix: string, path: string) =>
      LocalObjectStore.open({ root, bucket: 'local', mounts: [{ prefix, path, readOnly: true }] });
    await expect(open('dem/', join(root, 'none'))).rejects.toThrow(/no such file or folder to appear as dem\//);
    await expect(open('dem', root)).rejects.toThrow(/a prefix that ends in \//);
  });
});
