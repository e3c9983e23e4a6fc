import type { LedgerRecord } from '../../product/ledger-record.ts';
import { isFinal } from '../../product/ledger-transitions.ts';
import { readLedger } from '../ledger/ledger.ts';
import type { Services } from '../services.ts';

export interface AwaitServices extends Pick<Services, 'store' | 'clock'> {
  readonly pause: (seconds: number) => Promise<void>;
}

export interface AwaitOptions {
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
  /** What the first record that is waited for says, after so many seconds. */
  readonly onWait?: (product: string, state: LedgerRecord['state'] | 'absent', waitedSeconds: number) => void;
}

/** `in-flight`: not decided when the time was over. */
export type Awaited =
  | { readonly state: 'settled'; readonly records: readonly LedgerRecord[] }
  | { readonly state: 'failed'; readonly record: LedgerRecord & { readonly state: 'failed' } }
  | { readonly state: 'in-flight'; readonly product: string };

/** Seconds between looks: soon at first, since a scene takes seconds. */
const FIRST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 10;

/**
 * Waits until products have come to a final state, or one has failed.
 *
 * @param before their records when they were handed on: a failure that stands there already is the old one
 */
export async function awaitRecords(
  before: ReadonlyMap<string, LedgerRecord | undefined>,
  { store, clock, pause }: AwaitServices,
  { waitSeconds, signal, onWait }: AwaitOptions,
): Promise<Awaited> {
  const startedMs = clock.now().getTime();
  for (let pauseS = FIRST_PAUSE_S; ; pauseS = Math.min(2 * pauseS, LONGEST_PAUSE_S)) {
    signal?.throwIfAborted();
    const settled: LedgerRecord[] = [];
    let open: { readonly product: string; readonly state: LedgerRecord['state'] | 'absent' } | undefined;
    for (const [product, old] of before) {
      const record = await readLedger(store, product);
      const isOld = old?.state === 'failed' && record?.state === 'failed' && record.updated === old.updated;
      if (!record || isOld || !isFinal(record)) open ??= { product, state: record?.state ?? 'absent' };
      else if (record.state === 'failed') return { state: 'failed', record };
      else settled.push(record);
    }
    if (!open) return { state: 'settled', records: settled };
    const waitedS = (clock.now().getTime() - startedMs) / 1000;
    onWait?.(open.product, open.state, waitedS);
    if (waitedS >= waitSeconds) return { state: 'in-flight', product: open.product };
    await pause(Math.min(pauseS, waitSeconds - waitedS));
  }
}
