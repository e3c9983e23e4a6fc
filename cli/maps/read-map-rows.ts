import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { readLedger } from '../../lib/pipeline/ledger/ledger.ts';
import { itemKey, receiptKey } from '../../lib/product/keys.ts';
import type { LedgerRecord, Outcome } from '../../lib/product/ledger-record.ts';
import { parseReceipt } from '../../lib/product/receipt.ts';
import type { MapRow, RefusedRow } from './map-row.ts';

export interface SceneRows {
  readonly maps: readonly MapRow[];
  readonly refused: readonly RefusedRow[];
}

/** The maps of a source product as its ledger record and receipts tell of them; nothing is measured again. */
export async function readMapRows(store: ObjectStore, product: string): Promise<SceneRows> {
  const record = await readLedger(store, product);
  if (!record) return { maps: [], refused: [] };
  const maps: MapRow[] = [];
  const refused: RefusedRow[] = [];
  for (const [collection, outcome] of Object.entries(record.outcomes)) {
    const row = outcome.state === 'produced' ? await mapRow(store, record, collection, outcome) : undefined;
    if (row) maps.push(row);
    if (outcome.state !== 'produced') refused.push(refusedRow(product, outcome, collection));
  }
  if (Object.keys(record.outcomes).length === 0) refused.push(refusedRow(product, record));
  return { maps, refused };
}

async function mapRow(
  store: ObjectStore,
  record: LedgerRecord,
  collection: string,
  { item, run, announced }: Extract<Outcome, { state: 'produced' }>,
): Promise<MapRow | undefined> {
  const key = receiptKey(run);
  const object = await store.get(key);
  if (!object) return undefined;
  const { times, stages, summary, remarks } = parseReceipt(key, object.bytes);
  const arrivedMs = Date.parse(times.arrived);
  const waitedSeconds = Math.max(Date.parse(times.started) - arrivedMs, 0) / 1000;
  const { meanSm, ...counts } = summary;
  return {
    product: record.product,
    collection,
    item,
    run,
    key: itemKey(collection, item),
    acquired: times.sensed.slice(0, 16).replace('T', ' '),
    ...counts,
    ...(meanSm !== undefined && { meanSm }),
    stages: [{ stage: 'intake', seconds: waitedSeconds }, ...stages],
    totalSeconds: Math.max(Date.parse(announced ?? times.finished) - arrivedMs, 0) / 1000,
    remarks,
  };
}

function refusedRow(product: string, from: LedgerRecord | Outcome, collection?: string): RefusedRow {
  const place = { product, ...(collection !== undefined && { collection }) };
  switch (from.state) {
    case 'rejected':
      return { ...place, state: 'rejected', reason: from.reason, message: from.message };
    case 'failed':
      return { ...place, state: 'failed', reason: from.fingerprint, message: from.message };
    case 'superseded':
      return { ...place, state: 'superseded', message: `superseded by ${from.by}` };
    default:
      return { ...place, state: 'in-flight', message: 'not finished' };
  }
}
