/** LocalStack cannot be had or does not do what it is told; the message is a sentence for people. */
export class LocalAwsError extends Error {
  readonly tag = 'LocalAwsError';
  override readonly name = 'LocalAwsError';
}
