import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { countRequests } from '../../../../lib/cloud/aws/count-requests.ts';
import { scriptedEndpoint, xmlError } from './scripted-endpoint.ts';

test('counts what is charged as reading and as writing, and each try of a request', async () => {
  const { client: config } = await scriptedEndpoint(xmlError(503, 'SlowDown'), { status: 200 });
  const client = new S3Client({ ...config, maxAttempts: 2 });
  const counts = { reads: 0, writes: 0 };
  countRequests(client, counts);
  await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }));
  expect(counts).toEqual({ reads: 2, writes: 0 });
  await client.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
  await client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: 'x' }));
  await client.send(new ListObjectsV2Command({ Bucket: 'b' }));
  expect(counts).toEqual({ reads: 3, writes: 2 });
});
