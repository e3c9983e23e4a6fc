import type { Deployment } from '../deployment.ts';

/** A bucket that the stack reads and does not own. */
export interface ForeignBucket {
  readonly bucket: string;
  readonly region: string;
}

/** Where scenes may lie besides the store, each bucket once. */
export function sceneBuckets({ sources: { publicTopic, orders } }: Deployment): ForeignBucket[] {
  const announced = publicTopic.enabled ? [{ bucket: publicTopic.bucket, region: publicTopic.bucketRegion }] : [];
  const ordered = orders.enabled ? orders.buckets : [];
  return [...new Map([...announced, ...ordered].map((found) => [found.bucket, found])).values()];
}
