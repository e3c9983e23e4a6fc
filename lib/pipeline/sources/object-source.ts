import { type ObjectStore, StoreUnavailableError } from '../../cloud/object-store.ts';
import { type RangeSource, TruncatedSourceError } from '../../raster/range-source.ts';

/** An object read by ranges. `name` in messages is its `bucket/key`. */
export function objectSource(store: ObjectStore, key: string, size: number): RangeSource {
  const name = `${store.bucket}/${key}`;
  return {
    name,
    size,
    read: async (offset, length) => {
      if (offset < 0 || offset + length > size) throw new TruncatedSourceError({ name, size }, offset, length);
      const bytes = await store.read(key, offset, length);
      if (bytes === undefined) throw disappeared(name);
      return bytes;
    },
    ...(store.readInto && {
      readInto: async (offset: number, target: Uint8Array) => {
        const { length } = target;
        if (offset < 0 || offset + length > size) throw new TruncatedSourceError({ name, size }, offset, length);
        if (!(await store.readInto?.(key, offset, target))) throw disappeared(name);
      },
    }),
  };
}

function disappeared(name: string): StoreUnavailableError {
  return new StoreUnavailableError(`${name} disappeared while it was read`);
}

/** The object as a source, or undefined if the key is absent. */
export async function openObject(store: ObjectStore, key: string): Promise<RangeSource | undefined> {
  const head = await store.head(key);
  return head && objectSource(store, key, head.size);
}
