import { z } from 'zod';
import { foreignBucketSchema } from './foreign-bucket.ts';

/** Where terrain heights are read: tiles in the store, or Copernicus GLO-30 as its public bucket has it. */
export const demSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('store') }),
  z.strictObject({ kind: z.literal('glo30'), ...foreignBucketSchema.shape }),
]);
