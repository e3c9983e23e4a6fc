import type { ObjectStore } from '../../cloud/object-store.ts';
import { ledgerKey } from '../../product/keys.ts';
import {
  encodeLedgerRecord,
  type LedgerRecord,
  type LedgerState,
  parseLedgerRecord,
} from '../../product/ledger-record.ts';
import type { MetricName } from '../metrics.ts';
import type { Services } from '../services.ts';
import { updateObject } from './update-object.ts';

/** The record of a source product, or undefined if it was never seen. */
export async function readLedger(store: ObjectStore, product: string): Promise<LedgerRecord | undefined> {
  const key = ledgerKey(product);
  const object = await store.get(key);
  return object && parseLedgerRecord(key, object.bytes);
}

const METRIC_OF: Readonly<Record<Exclude<LedgerState, 'in-flight'>, MetricName>> = {
  produced: 'ScenesProduced',
  rejected: 'ScenesRejected',
  superseded: 'ScenesSuperseded',
  failed: 'ScenesFailed',
};

/**
 * Takes a source product's record one step on, whoever else writes to it meanwhile: `step` sees the record as it stands
 * and answers the next one, or the same to leave it. A product that comes to a final state is counted once for it.
 *
 * @returns what stands afterwards
 */
export async function stepLedger<T extends LedgerRecord | undefined>(
  { store, metrics }: Pick<Services, 'store' | 'metrics'>,
  product: string,
  step: (record: LedgerRecord | undefined) => T,
): Promise<T> {
  const key = ledgerKey(product);
  let before: LedgerRecord | undefined;
  let after: T | undefined;
  await updateObject(store, key, (current) => {
    before = current && parseLedgerRecord(key, current.bytes);
    after = step(before);
    return after === undefined || after === before ? undefined : encodeLedgerRecord(after);
  });
  if (after && after.state !== 'in-flight' && after.state !== before?.state) metrics?.add(METRIC_OF[after.state], 1);
  return after as T; // set by the last call of the callback, which updateObject makes at least once
}
