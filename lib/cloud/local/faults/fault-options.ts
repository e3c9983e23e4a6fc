import type { Outage } from './outage.ts';

/** A crash right before or right after the n-th (from 1) write of a kind, or the next one if another crash came between. */
export interface CrashPoint {
  /** `put <class of key>`, `send <queue>`, `delete <queue>` or `publish <topic>`. */
  readonly kind: string;
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** Probabilities are from 0 to 1, default 0. */
export interface FaultOptions {
  readonly seed: number;
  /** Per message sent: it is there twice. */
  readonly duplicate?: number;
  /** Per acknowledgement: it is lost, so that the message comes again after its visibility timeout. */
  readonly redeliver?: number;
  /** Per message sent: it comes up to 15 minutes later. */
  readonly delay?: number;
  /** Per call of a store: it answers {@link StoreUnavailableError}, puts as often after as before they had their effect. */
  readonly unavailable?: number;
  /**
   * Per send and publish: it is refused with {@link MessagingUnavailableError}, as often after as before it had its effect.
   * Per invocation: the function is not even started, and its messages come again.
   */
  readonly throttle?: number;
  /** Per call of a store: it takes some turns of the event loop, so that others overtake it. */
  readonly linger?: number;
  /** Dependencies that fail for a while. */
  readonly outages?: readonly Outage[];
  readonly crashes?: readonly CrashPoint[];
  /** Per write: a crash before or after it. */
  readonly crash?: number;
  /** Of the random crashes, so that every run comes to an end. Default 3. */
  readonly maxCrashes?: number;
  /** Class of a key in the names of write kinds and dependencies. Default: first segment and extension, as in `ledger/*.json`. */
  readonly classOfKey?: (key: string) => string;
}
