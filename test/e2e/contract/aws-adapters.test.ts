import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SetSubscriptionAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { S3ObjectStore } from '../../../lib/cloud/aws/s3-object-store.ts';
import { SnsTopic } from '../../../lib/cloud/aws/sns-topic.ts';
import { SqsMessageQueue, sqsClient } from '../../../lib/cloud/aws/sqs-message-queue.ts';
import { PreconditionFailedError, StoreUnavailableError } from '../../../lib/cloud/object-store.ts';
import { bucketNotificationContract } from '../../lib/cloud/contract/bucket-notification.contract.ts';
import { messageQueueContract } from '../../lib/cloud/contract/message-queue.contract.ts';
import { objectStoreContract } from '../../lib/cloud/contract/object-store.contract.ts';
import { topicContract } from '../../lib/cloud/contract/topic.contract.ts';
import { targetCan } from '../expected-differences.ts';
import { requireTarget } from '../require-target.ts';

requireTarget();
const s3 = new S3Client({});
const sqs = sqsClient();
const sns = new SNSClient({});

const unique = (name: string) => `${name}-${crypto.randomUUID()}`;
const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

async function newStore(): Promise<S3ObjectStore> {
  const bucket = unique('s2mp');
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return new S3ObjectStore(s3, bucket);
}

async function newQueue(attributes: Partial<Record<QueueAttributeName, string>> = {}) {
  const command = new CreateQueueCommand({ QueueName: unique('s2mp'), Attributes: attributes });
  const { QueueUrl: queueUrl = '' } = await sqs.send(command);
  const described = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }));
  return {
    queue: new SqsMessageQueue({ client: sqs, queueUrl, waitSeconds: 0 }),
    arn: described.Attributes?.QueueArn ?? '',
  };
}

/** Waits for as many as are expected; when none is, a second is granted to what should not come. */
async function receiveBodies(queue: SqsMessageQueue, expected: number): Promise<string[]> {
  const bodies: string[] = [];
  for (let tries = 0; tries < (expected > 0 ? 50 : 5) && (expected === 0 || bodies.length < expected); tries++) {
    for (const message of await queue.receive(10)) {
      await queue.delete(message.receiptHandle);
      // Sent by S3 when the notification is configured.
      if (!message.body.includes('s3:TestEvent')) bodies.push(message.body);
    }
    await pause(expected > 0 ? 0.05 : 0.2);
  }
  return bodies;
}

// Most of the time is waiting for visibility timeouts, so the tests of a contract run side by side.
const SIDE_BY_SIDE = { concurrent: true };

objectStoreContract('S3ObjectStore', newStore, SIDE_BY_SIDE);

messageQueueContract(
  'SqsMessageQueue',
  async () => {
    const dead = await newQueue();
    const { queue } = await newQueue({
      VisibilityTimeout: '2',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
    });
    return { queue, deadLetterQueue: dead.queue, maxReceiveCount: 3, visibilityTimeoutSeconds: 2, pass: pause };
  },
  { ...SIDE_BY_SIDE, forgivesUsedReceipts: targetCan('forgivesUsedReceipts') },
);

topicContract(
  'SnsTopic',
  async ({ filterPolicy, rawDelivery }) => {
    const { queue, arn } = await newQueue();
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: unique('s2mp') }));
    const subscribe = new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn, ReturnSubscriptionArn: true });
    const { SubscriptionArn } = await sns.send(subscribe);
    const set = (AttributeName: string, AttributeValue: string) =>
      sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));
    await set('RawMessageDelivery', String(rawDelivery));
    if (filterPolicy !== undefined) await set('FilterPolicy', JSON.stringify(filterPolicy));
    const delivered = (expected: number) => receiveBodies(queue, expected);
    return { topic: new SnsTopic(sns, TopicArn), delivered };
  },
  SIDE_BY_SIDE,
);

bucketNotificationContract('S3ObjectStore', async () => {
  const { queue, arn } = await newQueue();
  const store = await newStore();
  const filter = { Key: { FilterRules: [{ Name: 'suffix' as const, Value: 'manifest.safe' }] } };
  const QueueConfigurations = [{ QueueArn: arn, Events: ['s3:ObjectCreated:*' as const], Filter: filter }];
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: store.bucket,
      NotificationConfiguration: { QueueConfigurations },
    }),
  );
  return { store, received: (expected) => receiveBodies(queue, expected) };
});

describe('S3ObjectStore', () => {
  test('lists over several pages', async () => {
    const store = await newStore();
    const keys = Array.from({ length: 1100 }, (_, i) => `many/${String(i).padStart(5, '0')}`);
    for (let from = 0; from < keys.length; from += 50) {
      await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, new Uint8Array([1]))));
    }
    const listed: string[] = [];
    for await (const { key } of store.list('many/')) listed.push(key);
    expect(listed).toEqual(keys);
  });

  test('fails the precondition when the version to be replaced has been deleted', async () => {
    const store = await newStore();
    const { etag } = await store.put('gone', new Uint8Array([1]));
    await s3.send(new DeleteObjectCommand({ Bucket: store.bucket, Key: 'gone' }));
    await expect(store.put('gone', new Uint8Array([2]), { ifMatch: etag })).rejects.toThrow(PreconditionFailedError);
  });

  test('tells a store that does not answer from one without the key', async () => {
    const client = new S3Client({ endpoint: 'http://127.0.0.1:1', maxAttempts: 1 });
    const store = new S3ObjectStore(client, 'nowhere');
    await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.put('a', new Uint8Array([1]))).rejects.toThrow(StoreUnavailableError);
  });
});
