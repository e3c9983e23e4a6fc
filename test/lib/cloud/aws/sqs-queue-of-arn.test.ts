import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { sqsQueuesByArn } from '../../../../lib/cloud/aws/sqs-queue-of-arn.ts';
import { scriptedEndpoint } from './scripted-endpoint.ts';

const ARN = 'arn:aws:sqs:eu-central-1:123456789012:arrivals';
const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' };

test('asks once for the URL of a queue, by its name and account', async () => {
  const body = JSON.stringify({ QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/arrivals' });
  const { client, requests } = await scriptedEndpoint({ status: 200, headers: JSON_TYPE, body });
  const queueOf = sqsQueuesByArn(new SQSClient(client));
  const [first, second] = [await queueOf(ARN), await queueOf(ARN)];
  expect([first.name, second === first]).toEqual(['arrivals', true]);
  expect(requests.map(({ body: sent }) => JSON.parse(sent) as unknown)).toEqual([
    { QueueName: 'arrivals', QueueOwnerAWSAccountId: '123456789012' },
  ]);
});

test('asks again after a failure', async () => {
  const found = JSON.stringify({ QueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/arrivals' });
  const { client, requests } = await scriptedEndpoint(
    { status: 500, headers: JSON_TYPE, body: '{"__type":"InternalError"}' },
    { status: 200, headers: JSON_TYPE, body: found },
  );
  const queueOf = sqsQueuesByArn(new SQSClient(client));
  await expect(queueOf(ARN)).rejects.toThrow();
  expect((await queueOf(ARN)).name).toBe('arrivals');
  expect(requests).toHaveLength(2);
});
