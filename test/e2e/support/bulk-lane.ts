import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { deployedStack } from './deployed-stack.ts';
import { queueAttributes, sqs } from './queues.ts';
import { until } from './until.ts';

const lambda = new LambdaClient({});
/** A poller that waits for messages when the lane is closed may still take one. */
const LAST_POLL_S = 3;

export interface ClosedLane {
  /** Waits until the order of a product lies in the lane's queue. */
  holds(product: string): Promise<void>;
  open(): Promise<void>;
}

/** As the budget guard closes it: nothing takes orders from its queue. Opened when the test ends, if not before. */
export async function closeBulkLane(): Promise<ClosedLane> {
  const { bulkQueueUrl } = deployedStack();
  const EventSourceArn = (await queueAttributes(bulkQueueUrl)).QueueArn;
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
  const [mapping, ...others] = EventSourceMappings;
  if (!mapping || others.length > 0) throw new Error(`${EventSourceMappings.length} mappings read ${EventSourceArn}`);
  const { UUID } = mapping;
  const become = async (state: 'Enabled' | 'Disabled') => {
    await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: state === 'Enabled' }));
    await until(`the bulk lane to be ${state}`, async () => {
      const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
      return State === state || undefined;
    });
  };
  let isClosed = true;
  const open = async () => {
    if (isClosed) await become('Enabled');
    isClosed = false;
  };
  onTestFinished(open);
  await become('Disabled');
  await new Promise((resolve) => setTimeout(resolve, LAST_POLL_S * 1000));
  return { open, holds: (product) => untilHeld(bulkQueueUrl, product) };
}

const orderSchema = z.object({ product: z.string() });

/** Looks only when the queue holds something new: each look counts as a delivery, of which an order has few. */
async function untilHeld(queueUrl: string, product: string): Promise<void> {
  const look = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
  let counted = '0';
  let held: string[] = [];
  await until(
    `${product} in the bulk lane`,
    async () => {
      const { ApproximateNumberOfMessages: count = '0' } = await queueAttributes(queueUrl);
      if (count === counted) return undefined;
      counted = count;
      const { Messages = [] } = await sqs.send(look);
      held = Messages.map(({ Body = '' }) => orderSchema.parse(JSON.parse(Body)).product);
      return held.includes(product) || undefined;
    },
    { seen: () => held },
  );
}
