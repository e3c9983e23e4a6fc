import { deployedStack } from './deployed-stack.ts';
import { queueAttributes } from './queues.ts';
import { until } from './until.ts';

const UNDONE = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;
/** What a function has just sent is in no count yet, and counts are approximate. */
const LOOKS = 3;

/** Waits until no queue of the stack holds anything that is to be worked on: neither waiting, nor in work, nor delayed. */
export async function quiet(): Promise<void> {
  let undone: Record<string, number> = {};
  let looks = 0;
  await until(
    'empty queues',
    async () => {
      undone = {};
      for (const [name, queueUrl] of Object.entries(deployedStack().sourceUrls)) {
        const attributes = await queueAttributes(queueUrl);
        undone[name] = UNDONE.reduce((sum, attribute) => sum + Number(attributes[attribute]), 0);
      }
      looks = Object.values(undone).every((count) => count === 0) ? looks + 1 : 0;
      return looks >= LOOKS || undefined;
    },
    { everyS: 1, seen: () => undone },
  );
}
