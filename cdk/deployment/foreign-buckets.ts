import { PUBLIC_SCENE_BUCKET } from '../../lib/pipeline/arrivals/public-scene-bucket.ts';
import type { ForeignBucket } from '../../lib/pipeline/sources/foreign-bucket.ts';
import type { Deployment } from '../deployment.ts';

/** Where scenes may lie besides the store, each bucket once. */
export function sceneBuckets({ sources: { publicTopic, orders } }: Deployment): ForeignBucket[] {
  const announced = publicTopic.enabled ? [{ bucket: PUBLIC_SCENE_BUCKET, region: publicTopic.bucketRegion }] : [];
  const ordered = orders.enabled ? orders.buckets : [];
  return [...new Map([...announced, ...ordered].map((found) => [found.bucket, found])).values()];
}
