import { MAX_BATCH } from '../../cloud/message-limits.ts';
import type { MessageQueue, ReceivedMessage } from '../../cloud/message-queue.ts';
import { inParallel } from '../in-parallel.ts';

/** Time enough to look at all of them; a command that is killed leaves them hidden for the rest of it. */
const HOLD_SECONDS = 600;
/** A queue can answer with nothing although it holds something. */
const ANSWERS_WITHOUT_NEWS = 2;
const CALLS_AT_A_TIME = 10;

/**
 * All messages that a dead-letter queue holds, in the order of their sending. Nobody else sees them until they are put
 * back or deleted, for ten minutes at most.
 */
export async function takeLetters(queue: MessageQueue, signal?: AbortSignal): Promise<ReceivedMessage[]> {
  const taken = new Map<string, ReceivedMessage>();
  try {
    for (let withoutNews = 0; withoutNews < ANSWERS_WITHOUT_NEWS; ) {
      signal?.throwIfAborted();
      const messages = await queue.receive(MAX_BATCH, { visibilitySeconds: HOLD_SECONDS });
      const known = taken.size;
      // A message that came again has a new handle, and only that one counts.
      for (const message of messages) taken.set(message.id, message);
      withoutNews = taken.size > known ? 0 : withoutNews + 1;
    }
  } catch (error) {
    await putBack(queue, [...taken.values()]).catch(() => undefined);
    throw error;
  }
  return [...taken.values()].sort((a, b) => a.sentAtMs - b.sentAtMs || (a.id < b.id ? -1 : 1));
}

/** Makes them visible to others at once. */
export async function putBack(queue: MessageQueue, messages: Iterable<ReceivedMessage>): Promise<void> {
  const release = ({ receiptHandle }: ReceivedMessage) => queue.changeVisibility(receiptHandle, 0);
  await inParallel(messages, release, { workers: CALLS_AT_A_TIME });
}
