import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { SnsTopic } from '../../../../lib/cloud/aws/sns-topic.ts';
import { SqsMessageQueue } from '../../../../lib/cloud/aws/sqs-message-queue.ts';
import { LimitExceededError } from '../../../../lib/cloud/limit-exceeded.error.ts';
import { MessagingUnavailableError } from '../../../../lib/cloud/messaging-unavailable.error.ts';
import { type ScriptedAnswer, scriptedEndpoint } from './scripted-endpoint.ts';

const QUEUE_URL = 'http://queue.elsewhere.invalid/000000000000/retrieval';

/** An error as SQS writes it in its JSON protocol. */
function jsonError(status: number, code: string): ScriptedAnswer {
  const body = JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: `${code}, as scripted` });
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}

async function openQueue(answer: ScriptedAnswer) {
  const { client, requests } = await scriptedEndpoint(answer);
  const sqs = new SQSClient({ ...client, useQueueUrlAsEndpoint: false });
  return { queue: new SqsMessageQueue({ client: sqs, queueUrl: QUEUE_URL, waitSeconds: 0 }), requests };
}

describe('SqsMessageQueue', () => {
  test.each([
    ['throttling', jsonError(400, 'RequestThrottled')],
    ['too many in flight', jsonError(403, 'OverLimit')],
    ['an internal error', jsonError(500, 'InternalError')],
  ])('takes %s for unavailable', async (_, answer) => {
    const { queue } = await openQueue(answer);
    await expect(queue.send('x')).rejects.toThrow(MessagingUnavailableError);
    await expect(queue.receive(1)).rejects.toThrow(MessagingUnavailableError);
    await expect(queue.delete('x')).rejects.toThrow(MessagingUnavailableError);
    await expect(queue.changeVisibility('x', 0)).rejects.toThrow(MessagingUnavailableError);
  });

  test('passes on that a queue does not exist', async () => {
    const { queue } = await openQueue(jsonError(400, 'QueueDoesNotExist'));
    await expect(queue.send('x')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  test('sends nothing that is beyond the limits', async () => {
    const { queue, requests } = await openQueue({ status: 200, body: '{}' });
    await expect(queue.send('x'.repeat(262_145))).rejects.toThrow(LimitExceededError);
    expect(requests).toEqual([]);
  });

  test('is named by the end of its URL', async () => {
    expect((await openQueue({ status: 200 })).queue.name).toBe('retrieval');
  });
});

describe('SnsTopic', () => {
  test('takes throttling for unavailable', async () => {
    const body =
      '<ErrorResponse><Error><Type>Sender</Type><Code>Throttled</Code><Message>slow</Message></Error></ErrorResponse>';
    const { client } = await scriptedEndpoint({ status: 429, headers: { 'content-type': 'text/xml' }, body });
    const topic = new SnsTopic(new SNSClient(client), 'arn:aws:sns:us-east-1:000000000000:sm-ready');
    expect(topic.name).toBe('sm-ready');
    await expect(topic.publish({ body: 'x', attributes: {} })).rejects.toThrow(MessagingUnavailableError);
  });
});
