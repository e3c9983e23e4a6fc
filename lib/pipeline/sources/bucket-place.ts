import { z } from 'zod';

/** An AWS region, such as `eu-central-1`. */
export const regionSchema = z
  .string()
  .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'must be the name of a region, such as eu-central-1');

/** The name of a bucket, as S3 allows it. */
export const bucketNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket: 3 to 63 of a-z, 0-9, dot and hyphen');
