/** A message, announcement or filter policy that SQS or SNS would refuse or silently discard; found before it is sent. */
export class LimitExceededError extends Error {
  readonly tag = 'LimitExceededError';
  override readonly name = 'LimitExceededError';
}
