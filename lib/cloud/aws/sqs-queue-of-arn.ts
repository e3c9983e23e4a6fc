import { GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { SqsMessageQueue } from './sqs-message-queue.ts';

/** Finds queues by their ARN, which is all that an event says of them; each is asked for once. */
export function sqsQueuesByArn(client: SQSClient): (arn: string) => Promise<SqsMessageQueue> {
  const found = new Map<string, Promise<SqsMessageQueue>>();
  const find = async (arn: string): Promise<SqsMessageQueue> => {
    // arn:aws:sqs:<region>:<account>:<name>
    const [, , , , account, name] = arn.split(':');
    const command = new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account });
    const { QueueUrl } = await client.send(command);
    if (QueueUrl === undefined) throw new Error(`${arn}: SQS names no URL of this queue`);
    return new SqsMessageQueue({ client, queueUrl: QueueUrl });
  };
  return (arn) => {
    const queue = found.get(arn) ?? find(arn);
    found.set(arn, queue);
    queue.catch(() => found.delete(arn));
    return queue;
  };
}
