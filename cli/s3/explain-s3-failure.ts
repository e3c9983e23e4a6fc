import { mayPass, serviceFailure } from '../../lib/cloud/aws/service-failure.ts';
import { StoreUnavailableError } from '../../lib/cloud/object-store.ts';
import { missingCredentials } from '../aws/missing-credentials.ts';
import { UsageError } from '../usage.error.ts';

/**
 * What S3 refused, in one sentence with its remedy: as UsageError where the caller must change something, as
 * StoreUnavailableError where the same may succeed later. Other errors are given back as they are.
 */
export function explainS3Failure(error: unknown, location: string): unknown {
  const cause = error instanceof StoreUnavailableError ? error.cause : error;
  const failure = serviceFailure(cause);
  if (!failure) return error;
  const { code, status } = failure;
  const options = { cause: error };
  const missing = missingCredentials(failure, cause);
  if (missing !== undefined) {
    return new UsageError(`${location}: ${missing}; --s3-anonymous reads public buckets.`, options);
  }
  if (status === 401 || status === 403) {
    const todo = 'The credentials need s3:ListBucket and s3:GetObject there; --s3-anonymous reads public buckets.';
    return new UsageError(`${location}: S3 refuses access (${status} ${code}). ${todo}`, options);
  }
  if (code === 'NoSuchBucket' || (status === 404 && code === 'NotFound')) {
    const todo = 'Check its name, and AWS_ENDPOINT_URL if the bucket is not at AWS.';
    return new UsageError(`${location}: there is no such bucket. ${todo}`, options);
  }
  if (status === undefined) {
    const todo = 'Check the network, AWS_REGION and AWS_ENDPOINT_URL, and try again.';
    return new StoreUnavailableError(`${location}: S3 does not answer (${code}). ${todo}`, options);
  }
  const what = `${location}: S3 answers ${status} ${code}.`;
  if (mayPass(failure)) return new StoreUnavailableError(`${what} Try again later.`, options);
  const message = cause instanceof Error ? ` ${cause.message}` : '';
  return new UsageError(`${what}${message}`, options);
}
