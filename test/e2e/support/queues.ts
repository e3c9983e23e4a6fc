import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { sqsClient } from '../../../lib/cloud/aws/sqs-message-queue.ts';

export const sqs = sqsClient();

export interface NewQueue {
  readonly queueUrl: string;
  readonly queueArn: string;
}

/** A queue of the test's own, which it deletes in the end. */
export async function newQueue(
  purpose: string,
  attributes: Partial<Record<QueueAttributeName, string>> = {},
): Promise<NewQueue> {
  const name = `s2mp-e2e-${purpose}-${crypto.randomUUID()}`;
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return { queueUrl, queueArn: (await queueAttributes(queueUrl)).QueueArn ?? '' };
}

/** Attribute of a queue to which a topic, or a bucket, may send. */
export function allowSender(service: 'sns' | 's3', sourceArn: string): { readonly Policy: string } {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: `${service}.amazonaws.com` },
    Action: 'sqs:SendMessage',
    Resource: '*',
    Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
  };
  return { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) };
}

export async function queueAttributes(queueUrl: string): Promise<Partial<Record<string, string>>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] });
  return (await sqs.send(command)).Attributes ?? {};
}

export async function sendMessage(queueUrl: string, message: unknown): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
}

/** Takes what is there, at most ten, and deletes it; waits a second if there is nothing. */
export async function receiveAll(queueUrl: string): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 1,
    MessageAttributeNames: ['All'],
  });
  const { Messages = [] } = await sqs.send(command);
  for (const { ReceiptHandle } of Messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  return Messages;
}
