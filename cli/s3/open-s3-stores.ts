import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { S3ObjectStore } from '../../lib/cloud/aws/s3-object-store.ts';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import type { S3Options } from './s3-options.ts';

/** Where the public archive of Sentinel-1 lies; other buckets are found by S3's redirect. */
const FALLBACK_REGION = 'eu-central-1';
/** A connection without an answer is given up and tried again after this. */
const SILENCE_MS = 60_000;

/** Buckets that share connections and credentials; disposing closes the connections. */
export interface S3Stores extends Disposable {
  storeOf(this: void, bucket: string): ObjectStore;
}

/**
 * Buckets, with endpoint, region and credentials from the environment and `~/.aws` as everywhere in AWS. With an
 * endpoint of one's own (`AWS_ENDPOINT_URL`: LocalStack, MinIO, the Copernicus Data Space) the bucket stands in the path.
 *
 * This module loads the AWS SDK: import it only when a bucket is to be read.
 */
export async function openS3Stores({ anonymous, region }: S3Options): Promise<S3Stores> {
  const { AWS_DEFAULT_REGION, AWS_REGION = AWS_DEFAULT_REGION, AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = process.env;
  const known = region ?? AWS_REGION;
  const config: S3ClientConfig = {
    ...(known && { region: known }),
    forcePathStyle: Boolean(AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL),
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: SILENCE_MS },
    ...(anonymous && UNSIGNED),
  };
  const client = new S3Client(config);
  const hasRegion = await client.config.region().then(Boolean, () => false);
  if (!hasRegion) client.destroy();
  const usable = hasRegion ? client : new S3Client({ ...config, region: FALLBACK_REGION });
  return { storeOf: (bucket) => new S3ObjectStore(usable, bucket), [Symbol.dispose]: () => usable.destroy() };
}

/** Requests as anyone may send them to a public bucket; credentials are not even looked for. */
const UNSIGNED: S3ClientConfig = {
  credentials: { accessKeyId: '', secretAccessKey: '' },
  signer: { sign: async (request) => request },
};
