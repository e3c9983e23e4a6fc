import type { Services } from '../../../../lib/pipeline/services.ts';
import { parseItemKey } from '../../../../lib/product/keys.ts';
import { storeWith } from '../../../support/store-with.ts';

/**
 * A mutant: what the retrieval writes as an item comes into the store only after the notification is out, while the
 * retrieval itself believes it there.
 */
export function announceFirst({ store, smReady }: Pick<Services, 'store' | 'smReady'>) {
  const held = new Map<string, { readonly bytes: Uint8Array; write(): Promise<unknown> }>();
  const late = storeWith(store, {
    get: async (key) => {
      const item = held.get(key);
      return item ? { bytes: item.bytes, size: item.bytes.byteLength, etag: 'held' } : store.get(key);
    },
    put: async (key, bytes, options) => {
      if (!parseItemKey(key)) return store.put(key, bytes, options);
      held.set(key, { bytes, write: () => store.put(key, bytes, options) });
      return { etag: 'held' };
    },
  });
  const early: Services['smReady'] = {
    name: smReady.name,
    publish: async (announcement) => {
      await smReady.publish(announcement);
      for (const [key, item] of held) {
        await item.write();
        held.delete(key);
      }
    },
  };
  return { store: late, smReady: early };
}
