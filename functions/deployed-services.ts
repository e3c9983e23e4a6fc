import { S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../lib/cloud/aws/s3-object-store.ts';
import { SYSTEM_CLOCK } from '../lib/cloud/clock.ts';
import type { ObjectStore } from '../lib/cloud/object-store.ts';
import type { Configuration } from '../lib/pipeline/configuration.ts';
import { powertoolsLog } from './powertools-log.ts';

/** What every function has: its bucket, other people's scene buckets, the clock, its log and the configuration. */
export function deployedServices(name: string, bucket: string, configuration: Configuration) {
  const client = new S3Client({});
  const store = new S3ObjectStore(client, bucket);
  const sceneStore = (other: string): ObjectStore => (other === bucket ? store : new S3ObjectStore(client, other));
  return { configuration, store, sceneStore, clock: SYSTEM_CLOCK, log: powertoolsLog(name) };
}
