import { Option } from 'commander';

export interface S3Options {
  /** Requests are not signed: for public buckets, without an account. */
  readonly anonymous: boolean;
  /** Absent: as the environment says. */
  readonly region?: string;
}

/** Of every command that takes a scene. */
export function s3AnonymousOption(): Option {
  return new Option('--s3-anonymous', 'read s3:// without credentials: public buckets (or S2MP_S3_ANONYMOUS=1)');
}

/** Without the option: as the environment says, for what is called without options. */
export function s3OptionsOf({ s3Anonymous }: { readonly s3Anonymous?: boolean } = {}): S3Options {
  return { anonymous: s3Anonymous === true || isYes(process.env.S2MP_S3_ANONYMOUS) };
}

function isYes(text = ''): boolean {
  return !['', '0', 'false', 'no'].includes(text.toLowerCase());
}
