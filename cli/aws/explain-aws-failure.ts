import { mayPass, serviceFailure } from '../../lib/cloud/aws/service-failure.ts';
import { MessagingUnavailableError } from '../../lib/cloud/messaging-unavailable.error.ts';
import { StoreUnavailableError } from '../../lib/cloud/object-store.ts';
import { UsageError } from '../usage.error.ts';
import { AwsUnavailableError } from './aws-unavailable.error.ts';
import { missingCredentials } from './missing-credentials.ts';

/**
 * What a service of AWS refused, in one sentence with its remedy: as UsageError where the caller must change something,
 * as AwsUnavailableError where the same may succeed later. Other errors are given back as they are.
 *
 * @param what was asked for: `stack s2mp`, `s3://bucket` …
 */
export function explainAwsFailure(error: unknown, what: string): unknown {
  if (error instanceof Error && error.message.startsWith('Region is missing')) {
    return new UsageError(`${what}: no region is given. Use --region, or set AWS_REGION.`, { cause: error });
  }
  const isPort = error instanceof StoreUnavailableError || error instanceof MessagingUnavailableError;
  const cause = isPort ? error.cause : error;
  const failure = serviceFailure(cause);
  if (!failure) return error;
  const { code, status } = failure;
  const options = { cause: error };
  const missing = missingCredentials(failure, cause);
  if (missing !== undefined) return new UsageError(`${what}: ${missing}.`, options);
  if (code === 'NoSuchBucket') {
    const todo = 'Check its name, and AWS_ENDPOINT_URL if the bucket is not at AWS.';
    return new UsageError(`${what}: there is no such bucket. ${todo}`, options);
  }
  if (status === 401 || status === 403) {
    const message = cause instanceof Error ? `: ${cause.message.replace(/\.$/, '')}` : '';
    return new UsageError(
      `${what}: AWS refuses access (${status} ${code}${message}). Use credentials that may.`,
      options,
    );
  }
  if (status === undefined) {
    const todo = 'Check the network, the region and AWS_ENDPOINT_URL, and try again.';
    return new AwsUnavailableError(`${what}: AWS does not answer (${code}). ${todo}`, options);
  }
  if (mayPass(failure)) {
    return new AwsUnavailableError(`${what}: AWS answers ${status} ${code}. Try again later.`, options);
  }
  const message = cause instanceof Error ? ` ${cause.message}` : '';
  return new UsageError(`${what}: AWS answers ${status} ${code}.${message}`, options);
}
