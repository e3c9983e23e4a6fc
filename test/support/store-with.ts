import type { ObjectStore } from '../../lib/cloud/object-store.ts';

/** A store that does some things in another way. */
export function storeWith(store: ObjectStore, change: Partial<ObjectStore>): ObjectStore {
  return {
    bucket: store.bucket,
    head: (key) => store.head(key),
    get: (key) => store.get(key),
    read: (key, offset, length) => store.read(key, offset, length),
    put: (key, bytes, options) => store.put(key, bytes, options),
    list: (prefix) => store.list(prefix),
    ...change,
  };
}
