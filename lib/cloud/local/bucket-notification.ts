import type { Clock } from '../clock.ts';
import type { MessageQueue } from '../message-queue.ts';
import type { KeyedObject } from '../object-store.ts';

export interface BucketNotification {
  readonly bucket: string;
  /** Of the keys that are announced: `manifest.safe`, `.zip`. */
  readonly suffixes: readonly string[];
  /** Only keys that start with it; '' for all. */
  readonly prefix: string;
  readonly queue: Pick<MessageQueue, 'send'>;
  readonly clock: Clock;
}

/** A listener for {@link LocalObjectStore}'s `onPut` that sends what S3 sends for the bucket's notification configuration. */
export function notifyOfPuts(notification: BucketNotification): (object: KeyedObject) => Promise<void> {
  const { bucket, suffixes, prefix, queue, clock } = notification;
  let puts = 0;
  return async (object) => {
    if (!object.key.startsWith(prefix) || !suffixes.some((suffix) => object.key.endsWith(suffix))) return;
    const time = clock.now();
    puts += 1;
    await queue.send(JSON.stringify({ Records: [putRecord(bucket, object, time, puts)] }));
  };
}

/** S3's encoding of keys in events: percent, with + for a space. */
export function eventKey(key: string): string {
  return key
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll('%20', '+'))
    .join('/');
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function putRecord(bucket: string, object: KeyedObject, time: Date, puts: number): object {
  return {
    eventVersion: '2.6',
    eventSource: 'aws:s3',
    awsRegion: 'local',
    eventTime: time.toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'local' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {},
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'arrivals',
      bucket: { name: bucket, ownerIdentity: { principalId: 'local' }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: eventKey(object.key),
        size: object.size,
        eTag: object.etag.replaceAll('"', ''),
        // Hexadecimal, ascending for the puts of one key: time first, so that a restart goes on above.
        sequencer:
          `${time.getTime().toString(16).padStart(12, '0')}${puts.toString(16).padStart(6, '0')}`.toUpperCase(),
      },
    },
  };
}
