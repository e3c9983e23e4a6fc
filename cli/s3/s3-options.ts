import { Option } from 'commander';

export interface S3Options {
  /** Requests are not signed: for public buckets, without an account. */
  readonly anonymous: boolean;
}

/** Of every command that takes a scene. */
export function s3AnonymousOption(): Option {
  return new Option('--s3-anonymous', 'read s3:// without credentials: public buckets').env('S2MP_S3_ANONYMOUS');
}

/** Without the option: as the environment says, for what is called without options. */
export function s3OptionsOf({ s3Anonymous }: { readonly s3Anonymous?: boolean | string } = {}): S3Options {
  return { anonymous: isYes(s3Anonymous ?? process.env.S2MP_S3_ANONYMOUS) };
}

function isYes(value: boolean | string | undefined): boolean {
  return value === true || (typeof value === 'string' && !['', '0', 'false', 'no'].includes(value.toLowerCase()));
}
