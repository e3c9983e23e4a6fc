import { z } from 'zod';

/** A bucket that the pipeline reads and does not own. S3 answers a request only in the region in which the bucket lies. */
export const foreignBucketSchema = z.strictObject({
  bucket: z.string().min(3),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d+$/, 'must be a region such as eu-central-1'),
});

export type ForeignBucket = z.infer<typeof foreignBucketSchema>;

/** Where terrain heights are read: tiles in the store, or Copernicus GLO-30 as its public bucket has it. */
export const demSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('store') }),
  z.strictObject({ kind: z.literal('glo30'), ...foreignBucketSchema.shape }),
]);

export type DemSource = z.infer<typeof demSourceSchema>;
