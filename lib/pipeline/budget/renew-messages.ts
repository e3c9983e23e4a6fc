import { MAX_BATCH } from '../../cloud/message-limits.ts';
import type { MessageQueue, ReceivedMessage } from '../../cloud/message-queue.ts';

/** Of what is received: time enough to send and delete it. */
const HIDDEN_S = 120;
/** What is sent anew comes back only after the work (SQS's longest delay): so nothing is renewed twice. */
const DELAY_S = 900;
const RECEIVES_AT_A_TIME = 4;
/** A queue can answer with nothing although it holds something. */
const ROUNDS_WITHOUT_OLD = 2;

/**
 * Sends every message of a queue anew, each before it is deleted, so that none grows old enough for SQS to forget it. The
 * queue must be closed to its function meanwhile.
 *
 * @param since messages that were sent at or after this are new already
 * @param hasTime asked before each round
 * @returns how many were renewed, and whether none that is old is left
 */
export async function renewMessages(
  queue: MessageQueue,
  since: Date,
  hasTime: () => boolean,
): Promise<{ readonly renewed: number; readonly done: boolean }> {
  let renewed = 0;
  for (let withoutOld = 0; withoutOld < ROUNDS_WITHOUT_OLD; ) {
    if (!hasTime()) return { renewed, done: false };
    const receives = Array.from({ length: RECEIVES_AT_A_TIME }, () =>
      queue.receive(MAX_BATCH, { visibilitySeconds: HIDDEN_S }),
    );
    const messages = (await Promise.all(receives)).flat();
    const old = messages.filter(({ sentAtMs }) => sentAtMs < since.getTime());
    await Promise.all(old.map((message) => renew(queue, message)));
    renewed += old.length;
    withoutOld = old.length > 0 ? 0 : withoutOld + 1;
  }
  return { renewed, done: true };
}

async function renew(queue: MessageQueue, { body, receiptHandle }: ReceivedMessage): Promise<void> {
  await queue.send(body, { delaySeconds: DELAY_S });
  await queue.delete(receiptHandle);
}
