import { z } from 'zod';
import { bucketNameSchema, regionSchema } from './bucket-place.ts';

/** A bucket that the pipeline reads and does not own. S3 answers a request only in the region in which the bucket lies. */
export const foreignBucketSchema = z.strictObject({ bucket: bucketNameSchema, region: regionSchema });

export type ForeignBucket = z.infer<typeof foreignBucketSchema>;
