import { SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Notification, parseNotification } from '../../../lib/product/notification-schema.ts';
import { allowSender, newQueue, receiveAll, sqs } from './queues.ts';
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

const subscriptionSchema = z.object({ queueUrl: z.string(), subscriptionArn: z.string() });
export type Subscription = z.infer<typeof subscriptionSchema>;
/** Note of a scenario whose subscription goes on when it is over. */
export const openSubscriberSchema = z.object({ subscription: subscriptionSchema, eventIds: z.array(z.string()) });

/** Ends with the test. @param filterPolicy on message attributes */
export async function subscribe(
  topicArn: string,
  filterPolicy: Readonly<Record<string, unknown>>,
): Promise<Subscriber> {
  return resubscribe(await openSubscription(topicArn, filterPolicy));
}

/** Goes on until somebody takes it by {@link resubscribe}. */
export async function openSubscription(
  topicArn: string,
  filterPolicy: Readonly<Record<string, unknown>>,
): Promise<Subscription> {
  const { queueUrl, queueArn } = await newQueue('subscriber', allowSender('sns', topicArn));
  const { SubscriptionArn: subscriptionArn = '' } = await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      ReturnSubscriptionArn: true,
      Attributes: { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify(filterPolicy) },
    }),
  );
  return { queueUrl, subscriptionArn };
}

/** From now on it ends with the test. */
export function resubscribe(subscription: Subscription): Subscriber {
  onTestFinished(async () => {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription.subscriptionArn }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: subscription.queueUrl }));
  });
  return listenTo(subscription);
}

export function listenTo({ queueUrl }: Subscription): Subscriber {
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
