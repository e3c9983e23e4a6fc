import type { RejectReason } from '../errors/reject-reason.ts';
import type { LedgerRecord, Outcome } from './ledger-record.ts';

/** Pure steps from one ledger record to the next. `at` is the time of the step; `firstSeen` never changes. */

type Place = NonNullable<LedgerRecord['scene']>;

export function inFlight(product: string, at: Date, scene?: Place): LedgerRecord {
  const time = at.toISOString();
  return {
    type: 's2mp-ledger-record',
    product,
    state: 'in-flight',
    ...(scene && { scene }),
    firstSeen: time,
    updated: time,
    outcomes: {},
    supersedes: [],
  };
}

/** Handed to the retrieval. */
export function queued(record: LedgerRecord, at: Date): LedgerRecord {
  const time = at.toISOString();
  return { ...shared(record, at), queuedAt: time, state: 'in-flight' };
}

/**
 * Back in flight: a reprocessing order, or a failure that is tried again. Outcomes stay until they are replaced. It is not
 * queued again yet: whoever finds the record so after a crash must not take the scene for handed over.
 */
export function reopened(record: LedgerRecord, at: Date): LedgerRecord {
  const { queuedAt: _queuedAt, ...rest } = shared(record, at);
  return { ...rest, state: 'in-flight' };
}

/** Cannot serve. A scene that was mapped once keeps its state: its files may have been cleared away since. */
export function rejected(record: LedgerRecord, reason: RejectReason, message: string, at: Date): LedgerRecord {
  if (record.state === 'produced' || record.state === 'superseded') return record;
  return { ...shared(record, at), state: 'rejected', reason, message };
}

export function failed(record: LedgerRecord, fingerprint: string, message: string, at: Date): LedgerRecord {
  return { ...shared(record, at), state: 'failed', fingerprint, message };
}

/** Notes, before it happens, that the live map of these source products is about to be replaced. */
export function replacing(record: LedgerRecord, products: readonly string[], at: Date): LedgerRecord {
  const supersedes = [...new Set([...record.supersedes, ...products])].sort();
  return { ...record, updated: at.toISOString(), supersedes };
}

/**
 * The state that follows from the outcomes of all collections: `produced` if a map is live; else a failure, which may
 * be tried again; else `superseded`; else `rejected` with the first reason. Outcomes given replace older ones, but a
 * run that came to nothing does not unmake the map that an earlier run of the same product left live.
 *
 * @throws RangeError if there is no outcome at all
 */
export function settled(record: LedgerRecord, outcomes: Readonly<Record<string, Outcome>>, at: Date): LedgerRecord {
  const isStillLive = (collection: string, outcome: Outcome) =>
    record.outcomes[collection]?.state === 'produced' && (outcome.state === 'rejected' || outcome.state === 'failed');
  const news = Object.entries(outcomes).filter(([collection, outcome]) => !isStillLive(collection, outcome));
  const next = { ...shared(record, at), outcomes: sortedByName({ ...record.outcomes, ...Object.fromEntries(news) }) };
  const all = Object.values(next.outcomes);
  if (all.some(({ state }) => state === 'produced')) return { ...next, state: 'produced' };
  for (const outcome of all) {
    if (outcome.state !== 'failed') continue;
    return { ...next, state: 'failed', fingerprint: outcome.fingerprint, message: outcome.message };
  }
  for (const outcome of all)
    if (outcome.state === 'superseded') return { ...next, state: 'superseded', by: outcome.by };
  for (const outcome of all) {
    if (outcome.state !== 'rejected') continue;
    return { ...next, state: 'rejected', reason: outcome.reason, message: outcome.message };
  }
  throw new RangeError(`${record.product}: a record without outcomes cannot be settled`);
}

/** Another source product took the place of this one's live map in a collection. No step if it had none there. */
export function superseded(record: LedgerRecord, collection: string, by: string, at: Date): LedgerRecord {
  const outcome = record.outcomes[collection];
  if (outcome?.state !== 'produced') return record;
  return settled(record, { [collection]: { state: 'superseded', by, item: outcome.item, run: outcome.run } }, at);
}

/** A state that only an order from outside changes, or a better source product. */
export function isFinal(record: LedgerRecord): boolean {
  return record.state !== 'in-flight';
}

/** Everything but the state and what belongs to it. */
function shared(record: LedgerRecord, at: Date) {
  const { type, product, scene, firstSeen, queuedAt, outcomes, supersedes } = record;
  return {
    type,
    product,
    ...(scene && { scene }),
    firstSeen,
    updated: at.toISOString(),
    ...(queuedAt !== undefined && { queuedAt }),
    outcomes,
    supersedes,
  };
}

function sortedByName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
