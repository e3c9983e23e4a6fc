/** SNS attribute values; numbers within ±1e9 so that they can be filtered on. */
export type AttributeValue = string | number | readonly string[];

export interface Announcement {
  readonly body: string;
  /** At most 9, so that raw delivery (≤ 10 attributes) never discards the message. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

/**
 * A topic with filtered subscribers: at least once, unordered. What SNS would refuse or lose throws LimitExceededError
 * (announcement-limits.ts), what may succeed later MessagingUnavailableError.
 */
export interface Topic {
  readonly name: string;
  publish(announcement: Announcement): Promise<void>;
}
