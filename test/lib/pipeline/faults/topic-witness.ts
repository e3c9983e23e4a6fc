import { createHash } from 'node:crypto';
import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import type { Announcement, Topic } from '../../../../lib/cloud/topic.ts';
import { ASSET_FILES, assetKey } from '../../../../lib/product/keys.ts';
import { parseLiveItem } from '../../../../lib/product/live-item.ts';
import { parseNotification } from '../../../../lib/product/notification-schema.ts';

/** One publish, and whether a subscriber that reads at once would have found what it speaks of. */
export interface Witnessed {
  readonly collection: string;
  readonly item: string;
  readonly run: string;
  readonly change: string;
  /** What was not there at that moment; empty when all was. */
  readonly missing: readonly string[];
}

/** Stands before a topic and looks, at each publish, into the store as a subscriber would. */
export class TopicWitness implements Topic {
  readonly name: string;
  readonly #topic: Topic;
  readonly #store: ObjectStore;
  readonly #seen: Witnessed[];

  constructor(topic: Topic, store: ObjectStore, seen: Witnessed[]) {
    this.name = topic.name;
    this.#topic = topic;
    this.#store = store;
    this.#seen = seen;
  }

  async publish(announcement: Announcement): Promise<void> {
    const { data } = parseNotification('announcement', announcement.body);
    const { collection, run, key, integrity, change } = data.properties;
    const missing: string[] = [];
    const object = await this.#store.get(key);
    const live = object && parseLiveItem(key, object.bytes);
    if (!live) missing.push(key);
    for (const file of ASSET_FILES) {
      const asset = assetKey(collection, data.id, run, file);
      if (!(await this.#store.head(asset))) missing.push(asset);
    }
    // A better source's map may have taken the place since; what is there under this run must be what is announced.
    if (object && live?.run === run) {
      const sha256 = createHash('sha256').update(object.bytes).digest('base64');
      if (sha256 !== integrity.value) missing.push(`${key} with SHA-256 ${integrity.value}`);
    }
    this.#seen.push({ collection, item: data.id, run, change, missing });
    await this.#topic.publish(announcement);
  }
}
