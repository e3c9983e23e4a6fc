import { S3Client } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../lib/cloud/aws/s3-object-store.ts';
import type { ObjectStore } from '../lib/cloud/object-store.ts';
import type { ForeignBucket } from '../lib/pipeline/sources/foreign-bucket.ts';

/** The buckets that a function reads: its own, and other people's in their regions. */
export interface BucketStores {
  readonly own: ObjectStore;
  storeOf(this: void, bucket: string): ObjectStore;
}

export interface BucketStoresOptions {
  /** Buckets whose region is known. */
  readonly foreign?: readonly ForeignBucket[];
  /** Called with each client before it sends anything. */
  readonly onClient?: (client: S3Client) => void;
}

/**
 * One client for each region, made when it is needed. A bucket of which nothing is known (an order may name any) is looked for
 * in the function's own region; S3 says where it lies, at the cost of a second request each time.
 */
export function bucketStores(own: string, { foreign = [], onClient }: BucketStoresOptions = {}): BucketStores {
  const clients = new Map<string, S3Client>();
  const clientOf = (region: string | 'own' | 'unknown'): S3Client => {
    const known = clients.get(region);
    if (known) return known;
    const isRegion = region !== 'own' && region !== 'unknown';
    const client = new S3Client({ ...(isRegion && { region }), followRegionRedirects: region === 'unknown' });
    onClient?.(client);
    clients.set(region, client);
    return client;
  };
  const stores = new Map<string, ObjectStore>([[own, new S3ObjectStore(clientOf('own'), own)]]);
  const storeOf = (bucket: string): ObjectStore => {
    const region = foreign.find((found) => found.bucket === bucket)?.region ?? 'unknown';
    const store = stores.get(bucket) ?? new S3ObjectStore(clientOf(region), bucket);
    stores.set(bucket, store);
    return store;
  };
  return { own: storeOf(own), storeOf };
}
