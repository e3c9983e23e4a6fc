import { SqsMessageQueue, sqsClient } from '../../lib/cloud/aws/sqs-message-queue.ts';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import type { GuardedQueue } from '../../lib/pipeline/operations/dead-letters.ts';
import { openS3Stores } from '../s3/open-s3-stores.ts';
import { UsageError } from '../usage.error.ts';
import { readStackOutputs, requireOutput, type StackOutputs } from './stack-outputs.ts';

export interface StackChoice {
  readonly stack: string;
  readonly region?: string;
  /** Only this queue; case and hyphens do not matter. */
  readonly queue?: string;
}

/** What an operator works on; disposing closes the connections. */
export interface OpenStack extends Disposable {
  readonly store: ObjectStore;
  readonly queues: readonly GuardedQueue[];
}

/** @throws UsageError for a stack or queue that there is not */
export async function openStack({ stack, region, queue }: StackChoice): Promise<OpenStack> {
  const outputs = await readStackOutputs(stack, region);
  const names = chosenQueues(outputs, stack, queue);
  const bucket = requireOutput(outputs, 'Bucket', stack);
  const stores = await openS3Stores({ anonymous: false, ...(region !== undefined && { region }) });
  const client = sqsClient(region);
  const open = (output: string) => new SqsMessageQueue({ client, queueUrl: requireOutput(outputs, output, stack) });
  return {
    store: stores.storeOf(bucket),
    queues: names.map((name) => {
      const { source, deadLetters } = outputsOf(name);
      return { name, source: open(source), deadLetters: open(deadLetters) };
    }),
    [Symbol.dispose]: () => {
      stores[Symbol.dispose]();
      client.destroy();
    },
  };
}

/** An output that names a queue of what could not be worked on, or not even be delivered; the name that it goes by. */
const DEAD_LETTERS = /^(\w+)DeadLettersUrl$|^(Undelivered\w+)Url$/;

/** What a topic could not deliver to a queue has never been in it, and goes there all the same. */
function outputsOf(name: string): { readonly source: string; readonly deadLetters: string } {
  const [, addressee] = /^Undelivered(\w+)$/.exec(name) ?? [];
  if (addressee !== undefined) return { source: `${addressee}QueueUrl`, deadLetters: `${name}Url` };
  return { source: `${name}QueueUrl`, deadLetters: `${name}DeadLettersUrl` };
}

function chosenQueues(outputs: StackOutputs, stack: string, wanted: string | undefined): string[] {
  const guarded = [...outputs.keys()].flatMap((output) => DEAD_LETTERS.exec(output)?.slice(1).join('') || []).sort();
  if (guarded.length === 0) requireOutput(outputs, 'ArrivalsDeadLettersUrl', stack);
  if (wanted === undefined) return guarded;
  const plain = (name: string) => name.replace(/[^a-z]/gi, '').toLowerCase();
  const found = guarded.filter((name) => plain(name) === plain(wanted));
  if (found.length > 0) return found;
  throw new UsageError(`The stack ${stack} has no queue ${wanted}. Its queues are ${guarded.join(', ')}.`);
}
