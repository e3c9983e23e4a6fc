import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { checkAnnouncement, wireAttribute } from '../announcement-limits.ts';
import { MessagingUnavailableError } from '../messaging-unavailable.error.ts';
import type { Announcement, Topic } from '../topic.ts';
import { mayPass, serviceFailure } from './service-failure.ts';

/** An SNS standard topic. */
export class SnsTopic implements Topic {
  readonly name: string;
  readonly #client: SNSClient;
  readonly #topicArn: string;

  constructor(client: SNSClient, topicArn: string) {
    this.#client = client;
    this.#topicArn = topicArn;
    this.name = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  }

  /** @throws LimitExceededError for what SNS would refuse, or take and then neither filter nor deliver */
  async publish(announcement: Announcement): Promise<void> {
    checkAnnouncement(this.name, announcement);
    const attributes = Object.entries(announcement.attributes).map(([name, value]) => [name, wireAttribute(value)]);
    const command = new PublishCommand({
      TopicArn: this.#topicArn,
      Message: announcement.body,
      ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
    });
    try {
      await this.#client.send(command);
    } catch (error) {
      const failure = serviceFailure(error);
      if (failure === undefined || !mayPass(failure)) throw error;
      throw new MessagingUnavailableError(`${this.name}: ${failure.code} (${failure.status ?? 'no answer'})`, {
        cause: error,
      });
    }
  }
}
