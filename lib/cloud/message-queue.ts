export interface SendOptions {
  /** Seconds until the message can be received, 0 … 900 (SQS limit). */
  readonly delaySeconds?: number;
}

export interface ReceiveOptions {
  /** How long the messages stay invisible, in place of the queue's own visibility timeout: 0 … 43 200. */
  readonly visibilitySeconds?: number;
}

export interface ReceivedMessage {
  readonly id: string;
  /** Valid until the message's visibility timeout ends. */
  readonly receiptHandle: string;
  readonly body: string;
  /** 1 at the first delivery. */
  readonly receiveCount: number;
  /** When it was sent first, milliseconds since 1970. A dead-letter queue keeps it. */
  readonly sentAtMs: number;
}

/**
 * A standard queue: at least once, unordered, with visibility timeout and dead-letter queue. Use cases only send;
 * receiving is for the engine that drives the handlers (Lambda's event source mapping on AWS) and for operators.
 *
 * What can never be sent throws LimitExceededError (message-limits.ts), what may succeed later MessagingUnavailableError.
 */
export interface MessageQueue {
  readonly name: string;
  send(body: string, options?: SendOptions): Promise<void>;
  /** Up to `max` (≤ 10) messages that are visible now; each becomes invisible for the queue's visibility timeout. */
  receive(max: number, options?: ReceiveOptions): Promise<ReceivedMessage[]>;
  /** Idempotent: acknowledging twice is no error. */
  delete(receiptHandle: string): Promise<void>;
  /** Seconds from now, 0 makes the message visible at once. Without effect on a message that is not in flight. */
  changeVisibility(receiptHandle: string, seconds: number): Promise<void>;
}
