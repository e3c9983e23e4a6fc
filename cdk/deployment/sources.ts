import { z } from 'zod';
import { regionSchema } from '../../lib/pipeline/sources/bucket-place.ts';
import { foreignBucketSchema } from '../../lib/pipeline/sources/foreign-bucket.ts';

const PUBLIC_REGION = 'eu-central-1';

/** Scenes that are put into the stack's bucket. S3 tells queues of the bucket's own region only. */
const ownBucket = z
  .strictObject({
    enabled: z.boolean().default(true),
    /** Refused unless it is where the stack is deployed; absent = there. */
    region: regionSchema.optional(),
  })
  .prefault({});

/** The public announcements of every new scene on Earth. */
const publicTopic = z
  .strictObject({
    enabled: z.boolean().default(false),
    /** Of the topic: a subscription is made there, wherever the stack is. */
    region: regionSchema.default(PUBLIC_REGION),
    topicArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, 'must be the ARN of an SNS topic')
      .default('arn:aws:sns:eu-central-1:214830741341:SentinelS1L1C'),
    /** Of the scenes that it speaks of. */
    bucketRegion: regionSchema.default(PUBLIC_REGION),
  })
  .prefault({})
  .refine(({ topicArn, region: own }) => topicArn.split(':')[3] === own, {
    path: ['region'],
    message: 'must be the region in topicArn',
  });

/** Reprocessing orders, sent to the arrivals queue by whoever has the right to. */
const orders = z
  .strictObject({
    enabled: z.boolean().default(true),
    /** Refused unless it is where the stack is deployed; absent = there. */
    region: regionSchema.optional(),
    /** Buckets of other people whose scenes may be ordered, besides the own one and that of the public topic. */
    buckets: z.array(foreignBucketSchema).default([]),
  })
  .prefault({});

/** Where scenes come from; each is switched on and off by itself. */
export const sources = z.strictObject({ ownBucket, publicTopic, orders }).prefault({});

export type Sources = z.infer<typeof sources>;
