import { setTimeout as sleep } from 'node:timers/promises';
import { SYSTEM_CLOCK } from '../../lib/cloud/clock.ts';
import { notifyOfPuts } from '../../lib/cloud/local/bucket-notification.ts';
import type { MessageQueue } from '../../lib/cloud/message-queue.ts';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { SCENES_PREFIX } from '../../lib/product/keys.ts';
import type { LoadArrival, LoadMix } from './load-mix.ts';
import type { LoadSource } from './load-source.ts';

export interface LoadFeed {
  readonly mix: LoadMix;
  /** Seconds of the real clock over which the arrivals are spread. */
  readonly seconds: number;
  /** Its puts raise the bucket's events. */
  readonly store: Pick<ObjectStore, 'bucket' | 'put'>;
  /** Where events go that are delivered once more, and messages that are none. */
  readonly arrivals: Pick<MessageQueue, 'send'>;
  /** Called when an arrival has come in whole; `atMs` is when its trigger began to, ms since 1970. */
  readonly onArrival?: (arrival: LoadArrival, atMs: number) => void;
}

/**
 * Lets everything come in at its time, each by itself: an upload that takes long holds up nothing but its own duplicates.
 * @returns how late the last arrival began, in seconds: large if the machine could not keep pace with the feeding itself
 */
export async function feedLoad(feed: LoadFeed): Promise<{ readonly greatestLagS: number }> {
  const { mix, seconds } = feed;
  const startMs = performance.now();
  const uploads = new Map<string, Promise<number>>();
  const running: Promise<void>[] = [];
  let greatestLagS = 0;
  for (const arrival of mix.arrivals) {
    const dueMs = startMs + arrival.at * seconds * 1000;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    greatestLagS = Math.max(greatestLagS, (performance.now() - dueMs) / 1000);
    const done = comeIn(feed, arrival, uploads).then((atMs) => feed.onArrival?.(arrival, atMs));
    // Looked at below; until then a failed one must not end the process.
    done.catch(() => {});
    running.push(done);
  }
  await Promise.all(running);
  return { greatestLagS };
}

async function comeIn(feed: LoadFeed, arrival: LoadArrival, uploads: Map<string, Promise<number>>): Promise<number> {
  switch (arrival.kind) {
    case 'message': {
      const atMs = Date.now();
      await feed.arrivals.send(arrival.body);
      return atMs;
    }
    case 'upload': {
      const uploaded = upload(arrival.source, feed);
      uploads.set(arrival.source.trigger, uploaded);
      return uploaded;
    }
    case 'event': {
      const putAt = await uploads.get(arrival.source.trigger);
      const atMs = Date.now();
      await feed.arrivals.send(await eventOf(feed.store.bucket, arrival.source.trigger, new Date(putAt ?? atMs)));
      return atMs;
    }
    case 'upload-again':
      await uploads.get(arrival.source.trigger);
      return upload(arrival.source, feed);
  }
}

/** @returns when the object that announces the scene was begun, ms since 1970 */
async function upload(source: LoadSource, { store }: LoadFeed): Promise<number> {
  let atMs = Date.now();
  for (const [key, bytes] of await source.objects()) {
    atMs = Date.now();
    await store.put(key, bytes);
  }
  return atMs;
}

/** What S3 has sent for the upload. */
async function eventOf(bucket: string, trigger: string, putAt: Date): Promise<string> {
  let event = '';
  const queue = {
    send: async (body: string) => {
      event = body;
    },
  };
  const clock = { ...SYSTEM_CLOCK, now: () => putAt };
  await notifyOfPuts({ bucket, prefix: SCENES_PREFIX, suffixes: [''], queue, clock })({
    key: trigger,
    size: 1,
    etag: '"e"',
  });
  return event;
}
