import { ledgerKey } from '../../../lib/product/keys.ts';
import { type LedgerRecord, parseLedgerRecord } from '../../../lib/product/ledger-record.ts';
import { getObject } from './store.ts';
import { until } from './until.ts';

/** @returns undefined if the product was never seen */
export async function ledgerOf(bucket: string, product: string): Promise<LedgerRecord | undefined> {
  const key = ledgerKey(product);
  const bytes = await getObject(bucket, key);
  return bytes && parseLedgerRecord(key, bytes);
}

/** The record of a product once nothing more is under way. */
export async function settledRecord(bucket: string, product: string, timeoutS?: number): Promise<LedgerRecord> {
  let last: LedgerRecord | undefined;
  return until(
    `the end of ${product}`,
    async () => {
      last = await ledgerOf(bucket, product);
      return last && last.state !== 'in-flight' ? last : undefined;
    },
    { ...(timeoutS !== undefined && { timeoutS }), seen: () => last ?? 'no ledger record' },
  );
}
