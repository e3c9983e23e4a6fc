import type { ServiceFailure } from '../../lib/cloud/aws/service-failure.ts';

/**
 * What to say if a call failed because there were no credentials to sign it with; undefined if that was not the reason.
 *
 * @param cause the SDK's own error
 */
export function missingCredentials({ code }: ServiceFailure, cause: unknown): string | undefined {
  if (code !== 'CredentialsProviderError') return undefined;
  const why = cause instanceof Error ? ` (${cause.message.replace(/\.$/, '')})` : '';
  // The SDK does not say which profile it has not found.
  const { AWS_PROFILE } = process.env;
  const where = AWS_PROFILE ? ` in the profile ${AWS_PROFILE}` : '';
  const todo = 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE';
  return `there are no usable AWS credentials${where}${why}. ${todo}`;
}
