import type { ReceivedMessage } from '../../cloud/message-queue.ts';
import { inParallel } from '../in-parallel.ts';
import { type Awaited, type AwaitServices, awaitRecords } from './await-records.ts';
import { type DeadLetter, type GuardedQueue, listDeadLetters } from './dead-letters.ts';
import { putBack, takeLetters } from './take-letters.ts';

export interface RedriveOptions {
  /** Only dead letters of this failure; absent = of all. */
  readonly fingerprint?: string;
  /** One letter of each group goes first, and the others follow only when its scene is settled. */
  readonly canary: boolean;
  /** Longest time for a canary. */
  readonly waitSeconds: number;
  /** Nothing is moved. */
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RedriveProgress) => void;
}

export type RedriveProgress =
  | {
      readonly stage: 'canary';
      readonly product: string;
      readonly state: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly stage: 'redrive'; readonly queue: string; readonly done: number; readonly total: number };

/** Dead letters of one queue and one failure: what a canary speaks for. */
export interface RedriveGroup {
  readonly queue: string;
  readonly fingerprint: string;
  readonly failure?: string;
  readonly letters: readonly DeadLetter[];
}

export interface RedriveOutcome {
  readonly group: RedriveGroup;
  /** Letters that went back to their queue, the canary included. */
  readonly redriven: number;
  /** Absent if there was none, by wish or for want of one. */
  readonly canary?: { readonly product: string; readonly came: Awaited };
  /**
   * `canary-failed`, `canary-in-flight`: the others stay. `no-canary`: no letter of the group would show in the ledger how
   * it went, so nothing was sent.
   */
  readonly end: 'done' | 'planned' | 'canary-failed' | 'canary-in-flight' | 'no-canary';
}

const CALLS_AT_A_TIME = 10;

/**
 * Puts dead letters back into the queues that they came from, by receive, send, delete: a letter may be sent twice, which does
 * no harm, but is never lost. What fails once more comes back as a new letter and is not sent again.
 */
export async function redrive(
  queues: readonly GuardedQueue[],
  services: AwaitServices,
  options: RedriveOptions,
): Promise<RedriveOutcome[]> {
  const letters = await listDeadLetters(queues, services, options.signal);
  const wanted = letters.filter(({ fingerprint }) => (options.fingerprint ?? fingerprint) === fingerprint);
  const outcomes: RedriveOutcome[] = [];
  for (const [queue, ofQueue] of Map.groupBy(wanted, (letter) => letter.queue)) {
    for (const [fingerprint, members] of Map.groupBy(ofQueue, (letter) => letter.fingerprint)) {
      const failure = members[0]?.failure;
      const group = { queue: queue.name, fingerprint, ...(failure !== undefined && { failure }), letters: members };
      outcomes.push(await redriveGroup(queue, group, services, options));
    }
  }
  return outcomes;
}

async function redriveGroup(
  queue: GuardedQueue,
  group: RedriveGroup,
  services: AwaitServices,
  options: RedriveOptions,
): Promise<RedriveOutcome> {
  if (options.dryRun) return { group, redriven: 0, end: 'planned' };
  const all = group.letters.map(({ message }) => message);
  if (!options.canary) return { group, redriven: await moveAll(queue, all, options), end: 'done' };
  const canary = await sendCanary(queue, group, options);
  if (!canary) return { group, redriven: 0, end: 'no-canary' };
  const [product = ''] = canary.watched.keys();
  const { waitSeconds, signal, onProgress } = options;
  const came = await awaitRecords(canary.watched, services, {
    waitSeconds,
    ...(signal && { signal }),
    onWait: (waitingFor, state, done) =>
      onProgress?.({ stage: 'canary', product: waitingFor, state, done, total: waitSeconds }),
  });
  const told = { group, canary: { product, came } };
  if (came.state !== 'settled') return { ...told, redriven: 1, end: `canary-${came.state}` };
  const others = all.filter(({ id }) => id !== canary.message.id);
  return { ...told, redriven: 1 + (await moveAll(queue, others, options)), end: 'done' };
}

/** The oldest letter whose scene will tell how it went, unless somebody else has taken it meanwhile. */
async function sendCanary(
  queue: GuardedQueue,
  { letters }: RedriveGroup,
  options: RedriveOptions,
): Promise<DeadLetter | undefined> {
  for (const letter of letters) {
    if (letter.watched.size > 0 && (await moveAll(queue, [letter.message], options)) > 0) return letter;
  }
  return undefined;
}

/**
 * Moves those of the messages that are still in the dead-letter queue back to its source.
 *
 * @returns how many were moved
 */
async function moveAll(
  { name, source, deadLetters }: GuardedQueue,
  messages: readonly ReceivedMessage[],
  { signal, onProgress }: RedriveOptions,
): Promise<number> {
  const wanted = new Set(messages.map(({ id }) => id));
  const taken = await takeLetters(deadLetters, signal);
  const toMove = taken.filter(({ id }) => wanted.has(id));
  const left = new Set(taken);
  const report = () => {
    if (toMove.length > 1) {
      onProgress?.({ stage: 'redrive', queue: name, done: taken.length - left.size, total: toMove.length });
    }
  };
  const move = async (message: ReceivedMessage) => {
    signal?.throwIfAborted();
    await source.send(message.body);
    await deadLetters.delete(message.receiptHandle);
    left.delete(message);
    report();
  };
  try {
    report();
    await inParallel(toMove, move, { workers: CALLS_AT_A_TIME });
  } finally {
    await putBack(deadLetters, left);
  }
  return toMove.length;
}
