import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { DeleteQueueCommand, type QueueAttributeName } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, test } from 'vitest';
import { S3ObjectStore } from '../../../lib/cloud/aws/s3-object-store.ts';
import { SnsTopic } from '../../../lib/cloud/aws/sns-topic.ts';
import { SqsMessageQueue } from '../../../lib/cloud/aws/sqs-message-queue.ts';
import { PreconditionFailedError, StoreUnavailableError } from '../../../lib/cloud/object-store.ts';
import { bucketNotificationContract } from '../../lib/cloud/contract/bucket-notification.contract.ts';
import { messageQueueContract } from '../../lib/cloud/contract/message-queue.contract.ts';
import { objectStoreContract } from '../../lib/cloud/contract/object-store.contract.ts';
import { topicContract } from '../../lib/cloud/contract/topic.contract.ts';
import { freePort } from '../../localstack/free-port.ts';
import { targetCan } from '../expected-differences.ts';
import { requireTarget } from '../require-target.ts';
import { allowSender, newQueue, sqs } from '../support/queues.ts';
import { deleteBucket, s3 } from '../support/store.ts';

requireTarget();
const sns = new SNSClient({});

const unique = (name: string) => `${name}-${crypto.randomUUID()}`;
const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

/** Of tests that run side by side, so that none can say what to do at its own end. */
const made = { buckets: [] as string[], queueUrls: [] as string[], topicArns: [] as string[] };
afterAll(async () => {
  await Promise.all(made.buckets.map((bucket) => deleteBucket(bucket)));
  await Promise.all(made.queueUrls.map((QueueUrl) => sqs.send(new DeleteQueueCommand({ QueueUrl }))));
  await Promise.all(made.topicArns.map((TopicArn) => sns.send(new DeleteTopicCommand({ TopicArn }))));
});

async function newStore(): Promise<S3ObjectStore> {
  const bucket = unique('s2mp');
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  made.buckets.push(bucket);
  return new S3ObjectStore(s3, bucket);
}

async function openQueue(attributes: Partial<Record<QueueAttributeName, string>> = {}) {
  const { queueUrl, queueArn } = await newQueue('contract', attributes);
  made.queueUrls.push(queueUrl);
  return { queue: new SqsMessageQueue({ client: sqs, queueUrl, waitSeconds: 0 }), arn: queueArn };
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
    const dead = await openQueue();
    const { queue } = await openQueue({
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
    const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: unique('s2mp') }));
    made.topicArns.push(TopicArn);
    const { queue, arn } = await openQueue(allowSender('sns', TopicArn));
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
  const store = await newStore();
  const { queue, arn } = await openQueue(allowSender('s3', `arn:aws:s3:::${store.bucket}`));
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
    const client = new S3Client({ endpoint: `http://127.0.0.1:${await freePort()}`, maxAttempts: 1 });
    const store = new S3ObjectStore(client, 'nowhere');
    await expect(store.get('a')).rejects.toThrow(StoreUnavailableError);
    await expect(store.put('a', new Uint8Array([1]))).rejects.toThrow(StoreUnavailableError);
  });
});
