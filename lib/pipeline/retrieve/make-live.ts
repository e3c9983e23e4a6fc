import { type ObjectStore, PreconditionFailedError } from '../../cloud/object-store.ts';
import { encodeDocument } from '../../product/json-document.ts';
import { itemKey } from '../../product/keys.ts';
import { type LiveItem, parseLiveItem } from '../../product/live-item.ts';
import { compareSources, type SourceVersion } from '../../product/live-version.ts';
import type { StacItem } from '../../product/stac-item-schema.ts';

/** The live version of an item and the ETag to replace it by, or undefined if nothing is live. */
export async function readLive(
  store: ObjectStore,
  collection: string,
  item: string,
): Promise<(LiveItem & { readonly etag: string; readonly bytes: Uint8Array }) | undefined> {
  const key = itemKey(collection, item);
  const object = await store.get(key);
  return object && { ...parseLiveItem(key, object.bytes), etag: object.etag, bytes: object.bytes };
}

/** Whether what is live comes from a better source product, which a map of `source` must not replace. */
export function isBetter(live: LiveItem, source: SourceVersion): boolean {
  return compareSources(live.source, source) > 0;
}

/**
 * The switch: puts the item where readers look for it, unless a better source product is or comes there meanwhile.
 * Its assets must already be readable. A run that is live already is left as it is.
 *
 * @param beforeReplacing called before another product's live map is replaced, so that a crash cannot lose that fact
 * @returns the better item that is live instead, or undefined when the item given is live
 */
export async function makeLive(
  store: ObjectStore,
  item: StacItem,
  source: SourceVersion,
  beforeReplacing: (product: string) => Promise<void>,
): Promise<LiveItem | undefined> {
  const key = itemKey(item.collection, item.id);
  const bytes = encodeDocument(item);
  for (;;) {
    const current = await readLive(store, item.collection, item.id);
    if (current?.run === item.properties['s2mp:run']) return undefined;
    if (current && isBetter(current, source)) return current;
    if (current && current.source.product !== source.product) await beforeReplacing(current.source.product);
    try {
      const condition = current ? { ifMatch: current.etag } : { ifNoneMatch: true as const };
      await store.put(key, bytes, { contentType: 'application/geo+json', ...condition });
      return undefined;
    } catch (error) {
      if (!(error instanceof PreconditionFailedError)) throw error;
    }
  }
}
