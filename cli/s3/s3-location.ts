import { UsageError } from '../usage.error.ts';

/** Where a product lies in S3: the prefix of its folder, or the key of its zip. */
export interface S3Location {
  readonly bucket: string;
  /** Without a slash at the end. */
  readonly key: string;
}

export function isS3Location(location: string): boolean {
  return location.startsWith('s3://');
}

/** `s3://bucket/prefix`, also with a slash or `manifest.safe` at the end. @throws UsageError */
export function parseS3Location(location: string): S3Location {
  const [, bucket, rest = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location) ?? [];
  const key = rest.replace(/(^|\/)manifest\.safe$/, '').replace(/\/+$/, '');
  if (bucket === undefined || key === '') {
    throw new UsageError(
      `${location}: a product in S3 is named s3://bucket/prefix, with the folder or zip of the product.`,
    );
  }
  return { bucket, key };
}
