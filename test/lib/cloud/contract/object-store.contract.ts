import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ObjectStore, PreconditionFailedError, RangePastEndError } from '../../../../lib/cloud/object-store.ts';

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text));
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

async function keysBelow(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every {@link ObjectStore} keeps. `open` gives an empty store; several tests use one, each below its own prefix. */
export function objectStoreContract(
  name: string,
  open: () => Promise<ObjectStore>,
  options: { readonly concurrent?: boolean } = {},
): void {
  describe(`${name} as an ObjectStore`, options, () => {
    test('answers undefined for what does not exist', async () => {
      const store = await open();
      expect(await store.head('absent/a.json')).toBeUndefined();
      expect(await store.get('absent/a.json')).toBeUndefined();
      expect(await store.read('absent/a.json', 0, 1)).toBeUndefined();
      expect(await keysBelow(store, 'absent/')).toEqual([]);
    });

    test('gives back what was put, with size and ETag', async () => {
      const store = await open();
      const bytes = new Uint8Array(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
      const { etag } = await store.put('round/trip.bin', bytes, { contentType: 'application/octet-stream' });
      expect(etag.replaceAll('"', '')).toBe(createHash('md5').update(bytes).digest('hex'));
      expect(await store.head('round/trip.bin')).toEqual({ size: 300_000, etag });
      const object = await store.get('round/trip.bin');
      expect({ size: object?.size, etag: object?.etag }).toEqual({ size: 300_000, etag });
      expect(Buffer.from(object?.bytes ?? []).equals(bytes)).toBe(true);
    });

    test('keeps an empty object', async () => {
      const store = await open();
      await store.put('empty/object', new Uint8Array());
      expect((await store.get('empty/object'))?.size).toBe(0);
      expect((await store.get('empty/object'))?.bytes).toEqual(new Uint8Array());
      expect(await store.read('empty/object', 0, 0)).toEqual(new Uint8Array());
    });

    test('replaces an object whole', async () => {
      const store = await open();
      const first = await store.put('replaced/a', bytesOf('a long first content'));
      const second = await store.put('replaced/a', bytesOf('short'));
      expect(second.etag).not.toBe(first.etag);
      expect(textOf((await store.get('replaced/a'))?.bytes)).toBe('short');
    });

    test('reads exact ranges and refuses what lies past the end', async () => {
      const store = await open();
      await store.put('ranges/digits', bytesOf('0123456789'));
      expect(textOf(await store.read('ranges/digits', 0, 1))).toBe('0');
      expect(textOf(await store.read('ranges/digits', 3, 4))).toBe('3456');
      expect(textOf(await store.read('ranges/digits', 9, 1))).toBe('9');
      expect(await store.read('ranges/digits', 10, 0)).toEqual(new Uint8Array());
      await expect(store.read('ranges/digits', 9, 2)).rejects.toThrow(RangePastEndError);
      await expect(store.read('ranges/digits', 20, 5)).rejects.toThrow(RangePastEndError);
    });

    test('lists keys in the order of their UTF-8 bytes, across folders', async () => {
      const store = await open();
      const keys = [
        'listed/a/b',
        'listed/a.txt',
        'listed/a',
        'listed/é',
        'listed/z',
        'listed/b c+d',
        'listed/\u{1F30D}',
        'listed/\uFF5E',
      ];
      // A folder and a file of one name cannot both exist on a disk.
      const wanted = keys.filter((key) => key !== 'listed/a');
      for (const key of wanted) await store.put(key, bytesOf(key));
      const inOrder = [
        'listed/a.txt',
        'listed/a/b',
        'listed/b c+d',
        'listed/z',
        'listed/é',
        'listed/\uFF5E',
        'listed/\u{1F30D}',
      ];
      expect(await keysBelow(store, 'listed/')).toEqual(inOrder);
      expect(await keysBelow(store, 'listed/a')).toEqual(['listed/a.txt', 'listed/a/b']);
      expect(await keysBelow(store, 'liste')).toEqual(inOrder);
      for await (const listed of store.list('listed/z')) {
        const { modified, ...rest } = listed;
        expect(rest).toEqual({ key: 'listed/z', ...(await store.head('listed/z')) });
        // Written a moment ago, by a clock that need not be this one.
        expect(Math.abs(Date.now() - modified.getTime())).toBeLessThan(300_000);
      }
    });

    test('keeps keys with odd characters apart', async () => {
      const store = await open();
      const keys = ['odd/a b', 'odd/a+b', 'odd/a%20b', 'odd/a?b=c&d', 'odd/ü#*"\'', 'odd/.hidden'];
      for (const key of keys) await store.put(key, bytesOf(key));
      for (const key of keys) expect(textOf((await store.get(key))?.bytes)).toBe(key);
      expect(new Set(await keysBelow(store, 'odd/'))).toEqual(new Set(keys));
    });

    test('puts with ifNoneMatch only once', async () => {
      const store = await open();
      await store.put('once/a', bytesOf('first'), { ifNoneMatch: true });
      await expect(store.put('once/a', bytesOf('second'), { ifNoneMatch: true })).rejects.toThrow(
        PreconditionFailedError,
      );
      expect(textOf((await store.get('once/a'))?.bytes)).toBe('first');
    });

    test('lets exactly one of many racing ifNoneMatch puts win', async () => {
      const store = await open();
      const racers = Array.from({ length: 12 }, (_, i) => `racer ${i}`);
      const results = await Promise.allSettled(
        racers.map((racer) => store.put('race/new', bytesOf(racer), { ifNoneMatch: true })),
      );
      const winners = racers.filter((_, i) => results[i]?.status === 'fulfilled');
      expect(winners).toEqual([textOf((await store.get('race/new'))?.bytes)]);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PreconditionFailedError);
      }
    });

    test('puts with ifMatch only onto the version that is meant', async () => {
      const store = await open();
      const first = await store.put('swap/a', bytesOf('1'));
      const second = await store.put('swap/a', bytesOf('2'), { ifMatch: first.etag });
      await expect(store.put('swap/a', bytesOf('3'), { ifMatch: first.etag })).rejects.toThrow(PreconditionFailedError);
      expect(await store.get('swap/a')).toMatchObject({ etag: second.etag });
      await expect(store.put('swap/none', bytesOf('4'), { ifMatch: first.etag })).rejects.toThrow(
        PreconditionFailedError,
      );
      expect(await store.head('swap/none')).toBeUndefined();
    });

    test('loses no update of racing compare-and-swap loops', async () => {
      const store = await open();
      await store.put('race/counter', bytesOf('0'));
      const increment = async () => {
        for (;;) {
          const current = await store.get('race/counter');
          if (current === undefined) throw new Error('the counter vanished');
          const next = bytesOf(String(Number(textOf(current.bytes)) + 1));
          try {
            await store.put('race/counter', next, { ifMatch: current.etag });
            return;
          } catch (error) {
            if (!(error instanceof PreconditionFailedError)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 6 }, increment));
      expect(textOf((await store.get('race/counter'))?.bytes)).toBe('6');
    });
  });
}
