import { parseItemKey } from '../../../../lib/product/keys.ts';

/** The kinds of object that the pipeline writes, by what a crash before or after them means. */
export function classOfWrite(key: string): string {
  const [first = ''] = key.split('/');
  const file = key.slice(key.lastIndexOf('/') + 1);
  if (first === 'collections') {
    if (file === 'collection.json') return 'collection';
    return parseItemKey(key) ? 'item' : `asset ${file}`;
  }
  if (first !== 'statistics') return first;
  const [, job, , period] = key.split('/');
  if (file.endsWith('.json')) return `${job} document`;
  return `${job} ${period === 'total' ? 'total' : 'month'}`;
}

const STORED = [
  'acquisitions',
  'asset inputs.tif',
  'asset qa.tif',
  'asset sm.tif',
  'asset uncertainty.tif',
  'collection',
  'compare document',
  'compare month',
  'compare total',
  'item',
  'ledger',
  'receipts',
  'summary document',
  'summary month',
  'summary total',
];

const QUEUES = ['arrivals', 'retrieval-nrt', 'retrieval-bulk', 'fan-out', 'statistics'];

/** Every kind of write there is, as a fault plan names it. */
export const KINDS_OF_WRITE: readonly string[] = [
  ...STORED.map((name) => `put ${name}`),
  ...QUEUES.flatMap((name) => [`send ${name}`, `delete ${name}`]),
  'publish sm-ready',
].toSorted();
