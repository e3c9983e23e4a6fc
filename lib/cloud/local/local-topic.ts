import { checkAnnouncement, wireAttribute } from '../announcement-limits.ts';
import type { Clock } from '../clock.ts';
import { LimitExceededError } from '../limit-exceeded.error.ts';
import type { Announcement, Topic } from '../topic.ts';
import type { DrivenQueue } from './driven-queue.ts';
import { type FilterPolicy, matchesFilterPolicy, parseFilterPolicy } from './filter-policy.ts';
import { snsEnvelope } from './sns-envelope.ts';

export interface Subscription {
  readonly queue: Pick<DrivenQueue, 'name' | 'send'>;
  /** Of scope MessageAttributes, checked by {@link parseFilterPolicy}. Without one every message is delivered. */
  readonly filterPolicy?: unknown;
  /** The body as it was published, with attributes; else SNS's JSON envelope. */
  readonly rawDelivery: boolean;
}

export interface LocalTopicOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly subscriptions: readonly Subscription[];
}

/** An SNS topic whose subscribers are queues of the same engine. A publish is done when every matching queue has the message. */
export class LocalTopic implements Topic {
  readonly name: string;
  readonly arn: string;
  readonly #clock: Clock;
  readonly #subscriptions: readonly (Subscription & { readonly policy: FilterPolicy | undefined })[];

  /** @throws LimitExceededError for a filter policy that SNS refuses */
  constructor(options: LocalTopicOptions) {
    this.name = options.name;
    this.arn = `arn:aws:sns:local:000000000000:${options.name}`;
    this.#clock = options.clock;
    this.#subscriptions = options.subscriptions.map((subscription) => ({
      ...subscription,
      policy: subscription.filterPolicy === undefined ? undefined : parseFilterPolicy(subscription.filterPolicy),
    }));
  }

  /** @throws LimitExceededError */
  async publish(announcement: Announcement): Promise<void> {
    checkAnnouncement(this.name, announcement);
    const messageId = crypto.randomUUID();
    const attributes = Object.fromEntries(
      Object.entries(announcement.attributes).map(([name, value]) => [name, wireAttribute(value)]),
    );
    for (const { queue, policy, rawDelivery } of this.#subscriptions) {
      if (policy !== undefined && !matchesFilterPolicy(policy, announcement.attributes)) continue;
      if (rawDelivery) await queue.send(announcement.body, { attributes });
      else await this.#sendEnvelope(queue, messageId, announcement);
    }
  }

  async #sendEnvelope(queue: Subscription['queue'], messageId: string, announcement: Announcement): Promise<void> {
    const envelope = snsEnvelope(this.arn, messageId, this.#clock.now(), announcement);
    await queue.send(envelope).catch((error: unknown) => {
      if (!(error instanceof LimitExceededError)) throw error;
      throw new LimitExceededError(`${this.name}: in its envelope the message is too long for ${queue.name}`, {
        cause: error,
      });
    });
  }
}
