import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { deployedStack } from './deployed-stack.ts';
import { queueAttributes, sqs } from './queues.ts';

const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string() });

/** URL of a queue's dead-letter queue, from what the queue says of itself. */
export async function deadLetterQueueOf(queueUrl: string): Promise<string> {
  const { RedrivePolicy = '' } = await queueAttributes(queueUrl);
  const { deadLetterTargetArn } = redrivePolicySchema.parse(JSON.parse(RedrivePolicy));
  const QueueName = deadLetterTargetArn.slice(deadLetterTargetArn.lastIndexOf(':') + 1);
  return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
}

/** Those of the queues that scenes go through. */
export async function deadLetterQueues(): Promise<Record<'arrivals' | 'retrievalNrt' | 'retrievalBulk', string>> {
  const { arrivalsQueueUrl, retrievalNrtQueueUrl, retrievalBulkQueueUrl } = deployedStack();
  return {
    arrivals: await deadLetterQueueOf(arrivalsQueueUrl),
    retrievalNrt: await deadLetterQueueOf(retrievalNrtQueueUrl),
    retrievalBulk: await deadLetterQueueOf(retrievalBulkQueueUrl),
  };
}
