import type { LedgerRecord } from '../../lib/product/ledger-record.ts';

/** What became of a source product, in one text for comparisons and messages. */
export function stateText(record: LedgerRecord | undefined): string {
  if (record === undefined) return 'never seen';
  if (record.state === 'rejected') return `rejected(${record.reason})`;
  return record.state === 'superseded' ? `superseded(by ${record.by})` : record.state;
}
