import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { requireTarget } from '../require-target.ts';

requireTarget();
export const s3 = new S3Client({});

export async function putObject(bucket: string, key: string, bytes: Uint8Array, client = s3): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
}

/** @returns undefined if there is no such key */
export async function getObject(bucket: string, key: string): Promise<Uint8Array | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToByteArray();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

export async function getText(bucket: string, key: string): Promise<string | undefined> {
  const bytes = await getObject(bucket, key);
  return bytes && new TextDecoder().decode(bytes);
}

export async function listKeys(bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let from: string | undefined;
  do {
    const command = { Bucket: bucket, Prefix: prefix, ...(from !== undefined && { ContinuationToken: from }) };
    const page = await s3.send(new ListObjectsV2Command(command));
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
    from = page.NextContinuationToken;
  } while (from !== undefined);
  return keys;
}

/** What S3 deletes at a time. */
const MOST_KEYS = 1000;

export async function emptyBucket(bucket: string): Promise<void> {
  const keys = await listKeys(bucket, '');
  for (let from = 0; from < keys.length; from += MOST_KEYS) {
    const Objects = keys.slice(from, from + MOST_KEYS).map((Key) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  }
}

/** With everything in it. */
export async function deleteBucket(bucket: string): Promise<void> {
  await emptyBucket(bucket);
  await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
}
