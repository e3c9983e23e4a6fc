import type { S3Event } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';

export interface NotifyingStoreUnderTest {
  readonly store: ObjectStore;
  /** Bodies of the messages that the queue has received since the last call; waits for as many as are expected. */
  received(expected: number): Promise<string[]>;
}

/** What a bucket announces whose notifications are configured for the suffix `manifest.safe`. */
export function bucketNotificationContract(name: string, open: () => Promise<NotifyingStoreUnderTest>): void {
  describe(`${name} as a notifying bucket`, () => {
    test('announces the configured suffix only, with bucket, encoded key, size and ETag', async () => {
      const { store, received } = await open();
      // The space is what AWS writes as + and LocalStack as %20.
      const key = 'scenes/S1A ü+1.SAFE/manifest.safe';
      await store.put('scenes/S1A ü+1.SAFE/annotation/iw-vv.xml', new Uint8Array(5));
      const { etag } = await store.put(key, new Uint8Array(42));
      const [body = ''] = await received(1);
      const event: S3Event = JSON.parse(body);
      expect(event.Records).toHaveLength(1);
      const record = event.Records[0];
      expect(record).toMatchObject({ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' });
      expect(record?.eventVersion).toMatch(/^2\.\d+$/);
      expect(record?.s3.bucket.name).toBe(store.bucket);
      expect(decodeURIComponent(record?.s3.object.key.replaceAll('+', ' ') ?? '')).toBe(key);
      expect(record?.s3.object).toMatchObject({ size: 42, eTag: etag.replaceAll('"', '') });
      expect(record?.s3.object.sequencer).toMatch(/^[0-9A-F]+$/);
      expect(await received(0)).toEqual([]);
    });
  });
}
