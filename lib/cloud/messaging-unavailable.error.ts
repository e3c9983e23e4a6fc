/** A queue or topic could not answer: throttling, 5xx, no permission, network, a full disk. The same call may succeed later. */
export class MessagingUnavailableError extends Error {
  readonly tag = 'MessagingUnavailableError';
  override readonly name = 'MessagingUnavailableError';
}
