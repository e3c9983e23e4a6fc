import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import { storeWith } from '../../../support/store-with.ts';

/** A store with files that never change besides its own: reading tiles from disk would take a third of each run. */
export function withTiles(store: ObjectStore, tiles: ReadonlyMap<string, Uint8Array>): ObjectStore {
  const heads = new Map(
    [...tiles].map(([key, bytes]) => [
      key,
      { size: bytes.byteLength, etag: createHash('md5').update(bytes).digest('hex') },
    ]),
  );
  return storeWith(store, {
    head: async (key) => heads.get(key) ?? store.head(key),
    read: async (key, offset, length) =>
      tiles.get(key)?.slice(offset, offset + length) ?? store.read(key, offset, length),
    get: async (key) => {
      const [bytes, head] = [tiles.get(key), heads.get(key)];
      return bytes && head ? { ...head, bytes: bytes.slice() } : store.get(key);
    },
    list: async function* (prefix) {
      yield* store.list(prefix);
      for (const [key, head] of heads) if (key.startsWith(prefix)) yield { key, modified: new Date(0), ...head };
    },
  });
}
