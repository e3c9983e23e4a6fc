import { type ObjectStore, PreconditionFailedError, type StoredObject } from '../../cloud/object-store.ts';

/** Writers of one key that meet more often than this have a defect, not a race. */
const MAX_ATTEMPTS = 50;

/** Two writers kept losing to others; the message is delivered again. */
export class ContendedKeyError extends Error {
  readonly tag = 'ContendedKeyError';
  override readonly name = 'ContendedKeyError';
}

/**
 * Compare-and-swap of one object: reads it, lets `next` decide on its new bytes, and writes them only if nobody else
 * wrote meanwhile; else starts over. `next` answers undefined to leave the object as it is, and may be called again.
 */
export async function updateObject(
  store: ObjectStore,
  key: string,
  next: (current: StoredObject | undefined) => Promise<Uint8Array | undefined> | Uint8Array | undefined,
  contentType = 'application/json',
): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const current = await store.get(key);
    const bytes = await next(current);
    if (bytes === undefined) return;
    try {
      const condition = current ? { ifMatch: current.etag } : { ifNoneMatch: true as const };
      await store.put(key, bytes, { contentType, ...condition });
      return;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
    }
  }
  throw new ContendedKeyError(`${store.bucket}/${key} was changed by others ${MAX_ATTEMPTS} times in a row`);
}
