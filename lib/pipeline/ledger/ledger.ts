import type { ObjectStore } from '../../cloud/object-store.ts';
import { ledgerKey } from '../../product/keys.ts';
import { encodeLedgerRecord, type LedgerRecord, parseLedgerRecord } from '../../product/ledger-record.ts';
import { updateObject } from './update-object.ts';

/** The record of a source product, or undefined if it was never seen. */
export async function readLedger(store: ObjectStore, product: string): Promise<LedgerRecord | undefined> {
  const key = ledgerKey(product);
  const object = await store.get(key);
  return object && parseLedgerRecord(key, object.bytes);
}

/**
 * Takes a source product's record one step on, whoever else writes to it meanwhile: `step` sees the record as it stands
 * and answers the next one, or the same to leave it. Returns what stands afterwards.
 */
export async function stepLedger<T extends LedgerRecord | undefined>(
  store: ObjectStore,
  product: string,
  step: (record: LedgerRecord | undefined) => T,
): Promise<T> {
  const key = ledgerKey(product);
  let result: T | undefined;
  await updateObject(store, key, (current) => {
    const record = current && parseLedgerRecord(key, current.bytes);
    const next = step(record);
    result = next;
    return next === undefined || next === record ? undefined : encodeLedgerRecord(next);
  });
  return result as T; // set by the last call of the callback, which updateObject makes at least once
}
