import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { type Notification, parseNotification } from '../../../lib/product/notification-schema.ts';
import { newQueue, receiveAll, sqs } from './queues.ts';
import { until } from './until.ts';

const sns = new SNSClient({});

/** A notification as a queue gets it. */
export interface Received {
  readonly event: Notification;
  /** Values of the attributes as texts. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Somebody who waits for maps, with a queue and a filter of his own. */
export interface Subscriber {
  /** Everything that has come so far. */
  readonly received: readonly Received[];
  /** Waits until so many notifications have come. */
  waitFor(count: number, timeoutS?: number): Promise<readonly Received[]>;
  /** Takes what comes within a time in which nothing more should come. */
  listen(seconds: number): Promise<readonly Received[]>;
}

/** Ends with the test. @param filterPolicy on message attributes */
export async function subscribe(
  topicArn: string,
  filterPolicy: Readonly<Record<string, unknown>>,
): Promise<Subscriber> {
  const { queueUrl, queueArn } = await newQueue('subscriber', topicArn);
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      ReturnSubscriptionArn: true,
      Attributes: { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify(filterPolicy) },
    }),
  );
  onTestFinished(async () => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
  });
  const received: Received[] = [];
  const take = async () => {
    for (const { Body = '', MessageAttributes = {} } of await receiveAll(queueUrl)) {
      const attributes = Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]);
      received.push({ event: parseNotification('notification', Body), attributes: Object.fromEntries(attributes) });
    }
  };
  return {
    received,
    waitFor: (count, timeoutS) =>
      until(
        `${count} notifications`,
        async () => {
          await take();
          return received.length >= count ? received : undefined;
        },
        { ...(timeoutS !== undefined && { timeoutS }), seen: () => `${received.length} notifications` },
      ),
    listen: async (seconds) => {
      for (const end = Date.now() + seconds * 1000; Date.now() < end; ) await take();
      return received;
    },
  };
}
