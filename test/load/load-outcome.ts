import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { COLLECTIONS_PREFIX, parseItemKey } from '../../lib/product/keys.ts';
import { type LiveItem, parseLiveItem } from '../../lib/product/live-item.ts';

/** What a load left behind, wherever it ran: with the adapters of AWS as well as with the local ones. */
export interface LoadOutcome {
  readonly store: ObjectStore;
  /** Bodies of all notifications that a subscriber without a filter got. */
  readonly notifications: readonly string[];
  /** Whatever tells them apart, for the report. */
  readonly deadLetters: readonly string[];
  /** Messages that are still in a queue. */
  readonly left: number;
}

/** Every live map in the order of collection and id, and every other key below `collections/`. */
export async function readCollections(
  store: ObjectStore,
): Promise<{ readonly items: readonly LiveItem[]; readonly otherKeys: ReadonlySet<string> }> {
  const items: LiveItem[] = [];
  const otherKeys = new Set<string>();
  for await (const { key } of store.list(COLLECTIONS_PREFIX)) {
    const object = parseItemKey(key) && (await store.get(key));
    if (object) items.push(parseLiveItem(key, object.bytes));
    else otherKeys.add(key);
  }
  return { items, otherKeys };
}
