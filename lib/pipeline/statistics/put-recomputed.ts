import type { ObjectStore } from '../../cloud/object-store.ts';
import { updateObject } from '../ledger/update-object.ts';

/**
 * Puts a result that is a function of what is live. `compute` runs after the present version's ETag was read, so a result
 * from older maps can never replace one from newer ones: the slower writer computes again.
 */
export async function putRecomputed(
  store: ObjectStore,
  key: string,
  contentType: string,
  compute: () => Promise<Uint8Array | undefined>,
): Promise<void> {
  await updateObject(
    store,
    key,
    async (current) => {
      const bytes = await compute();
      if (!bytes || (current && Buffer.compare(current.bytes, bytes) === 0)) return undefined;
      return bytes;
    },
    contentType,
  );
}

export const COG_TYPE = 'image/tiff; application=geotiff; profile=cloud-optimized';
export const JSON_TYPE = 'application/json';
