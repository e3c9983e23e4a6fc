import { LocalMessageQueue } from '../../../../lib/cloud/local/local-message-queue.ts';
import { LocalObjectStore } from '../../../../lib/cloud/local/local-object-store.ts';
import { ManualClock } from '../../../../lib/cloud/local/manual-clock.ts';
import { stepLedger } from '../../../../lib/pipeline/ledger/ledger.ts';
import type { GuardedQueue } from '../../../../lib/pipeline/operations/dead-letters.ts';
import type { LedgerRecord, Outcome } from '../../../../lib/product/ledger-record.ts';
import { failed, inFlight, queued, settled } from '../../../../lib/product/ledger-transitions.ts';
import { temporaryFolder } from '../../cloud/local/temporary-folder.ts';
import { sceneOrderText } from '../scene-order-text.ts';

export const START = new Date('2026-11-01T06:00:00.000Z');

/** Source products of one day, told apart by their hour. */
export function productAt(hour: number): string {
  const time = `20261031T${String(hour).padStart(2, '0')}`;
  return `S1A_IW_GRDH_1SDV_${time}3953_${time}4018_039156_049F13_6FF8`;
}

export function orderFor(product: string): string {
  return sceneOrderText(product, START);
}

export const PRODUCED: Outcome = {
  state: 'produced',
  item: 'S1A_IW_20261031T003953_039156_049F13',
  run: 'a'.repeat(64),
};
export const FULL = { fingerprint: 'f'.repeat(12), message: 'disk full' };
export const NO_MEMORY = { fingerprint: 'a'.repeat(12), message: 'no memory' };

/** A store with a ledger, and queues with their dead letters, on a clock that only pauses move. */
export async function openLettersBench() {
  const folder = await temporaryFolder();
  const clock = new ManualClock(START);
  const store = await LocalObjectStore.open({ root: `${folder}/store`, bucket: 'b' });
  const openQueue = async (name: string) => {
    const open = (which: string) => LocalMessageQueue.open({ folder: `${folder}/queues`, name: which, clock });
    return { name, source: await open(name), deadLetters: await open(`${name}-dead`) } satisfies GuardedQueue;
  };
  const step = (product: string, next: (record: LedgerRecord) => LedgerRecord) =>
    stepLedger({ store }, product, (record) => next(record ?? inFlight(product, clock.now())));
  /** What the retrieval would do with every message that is there now. */
  const work = async (queue: LocalMessageQueue, become: (record: LedgerRecord) => LedgerRecord) => {
    for (const { body, receiptHandle } of await queue.receive(10)) {
      const { product } = JSON.parse(body) as { product: string };
      await step(product, (record) => become(queued(record, clock.now())));
      await queue.delete(receiptHandle);
    }
  };
  return {
    clock,
    store,
    openQueue,
    step,
    work,
    fail: (product: string, { fingerprint, message }: typeof FULL) =>
      step(product, (record) => failed(record, fingerprint, message, clock.now())),
    produce: (record: LedgerRecord) => settled(record, { 's2mp-s1s2': PRODUCED }, clock.now()),
    failAgain: (record: LedgerRecord) => failed(record, NO_MEMORY.fingerprint, NO_MEMORY.message, clock.now()),
    /** Services whose pauses move the clock, and do `meanwhile` first. */
    services: (meanwhile: () => Promise<void> = async () => {}) => ({
      store,
      clock,
      pause: async (seconds: number) => {
        await meanwhile();
        clock.advanceSeconds(seconds);
      },
    }),
  };
}

export const bodiesIn = (queue: LocalMessageQueue) =>
  queue
    .peek()
    .map(({ body }) => body)
    .sort();
