/** A service of AWS could not answer; the same command may succeed later, and goes on where it was. */
export class AwsUnavailableError extends Error {
  readonly tag = 'AwsUnavailableError';
  override readonly name = 'AwsUnavailableError';
}
