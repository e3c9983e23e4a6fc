import type { MessageQueue, ReceivedMessage } from '../../cloud/message-queue.ts';
import { InvalidDocumentError } from '../../product/invalid-document.error.ts';
import type { LedgerRecord } from '../../product/ledger-record.ts';
import { inParallel } from '../in-parallel.ts';
import { readLedger } from '../ledger/ledger.ts';
import type { Services } from '../services.ts';
import { letterSubject } from './letter-subject.ts';
import { putBack, takeLetters } from './take-letters.ts';

/** A queue of the pipeline and the one that its messages end in when nobody could do them. */
export interface GuardedQueue {
  /** `RetrievalNrt` */
  readonly name: string;
  readonly source: MessageQueue;
  readonly deadLetters: MessageQueue;
}

/** Stands where the ledger knows of no failure. */
export const UNKNOWN_FINGERPRINT = 'unknown';

/** A message that was given up, with what the ledger says of its scene. */
export interface DeadLetter {
  readonly queue: GuardedQueue;
  readonly message: ReceivedMessage;
  readonly products: readonly string[];
  /** Same for failures of one cause; {@link UNKNOWN_FINGERPRINT} unless a product's record is `failed`. */
  readonly fingerprint: string;
  /** What the failure said. */
  readonly failure?: string;
  /**
   * Records of the products, undefined for one that has none, if they will tell how another try goes: they are in flight or
   * failed. Empty if they will not.
   */
  readonly watched: ReadonlyMap<string, LedgerRecord | undefined>;
}

const RECORDS_AT_A_TIME = 16;

/** Takes all dead letters of a queue and looks up their scenes. */
async function takeDeadLetters(
  queue: GuardedQueue,
  { store }: Pick<Services, 'store'>,
  signal?: AbortSignal,
): Promise<DeadLetter[]> {
  const messages = await takeLetters(queue.deadLetters, signal);
  try {
    const subjects = messages.map(({ body }) => letterSubject(body));
    const records = new Map<string, LedgerRecord | undefined>();
    const products = new Set(subjects.flatMap((subject) => subject.products));
    const look = async (product: string) => void records.set(product, await recordOf(store, product));
    await inParallel(products, look, { workers: RECORDS_AT_A_TIME });
    return messages.map((message, i): DeadLetter => {
      const { products: own = [], movesLedger = false } = subjects[i] ?? {};
      const failed = own.map((product) => records.get(product)).find((record) => record?.state === 'failed');
      const isOpen = (product: string) => ['in-flight', 'failed', undefined].includes(records.get(product)?.state);
      return {
        queue,
        message,
        products: own,
        fingerprint: failed?.state === 'failed' ? failed.fingerprint : UNKNOWN_FINGERPRINT,
        ...(failed?.state === 'failed' && { failure: failed.message }),
        watched: new Map(movesLedger ? own.filter(isOpen).map((product) => [product, records.get(product)]) : []),
      };
    });
  } catch (error) {
    await putBack(queue.deadLetters, messages).catch(() => undefined);
    throw error;
  }
}

/** All dead letters of the queues, queue by queue, the oldest first; they stay where they are. */
export async function listDeadLetters(
  queues: readonly GuardedQueue[],
  services: Pick<Services, 'store'>,
  signal?: AbortSignal,
): Promise<DeadLetter[]> {
  const found = await Promise.all(
    queues.map(async (queue) => {
      const letters = await takeDeadLetters(queue, services, signal);
      await putBack(
        queue.deadLetters,
        letters.map(({ message }) => message),
      );
      return letters;
    }),
  );
  return found.flat();
}

/** A record that cannot be read says nothing; the letter is still to be seen. */
async function recordOf(store: Services['store'], product: string): Promise<LedgerRecord | undefined> {
  return readLedger(store, product).catch((error: unknown) => {
    if (error instanceof InvalidDocumentError) return undefined;
    throw error;
  });
}
