import { InputError } from '../errors/input.error.ts';
import { formatUtcUs, parseUtcUs } from './utc-time.ts';

const OPEN = '<List_of_OSVs';
const CLOSE = '</List_of_OSVs>';
const VECTOR = ['<OSV>', '</OSV>'] as const;
const UTC = ['<UTC>', '</UTC>'] as const;

/**
 * An orbit file with only those of its state vectors that lie between two times (microseconds since 1970). A precise
 * orbit of a day has 4.4 MB of them, and parsing all as XML would take half a second; so the list is thinned as text
 * first. Of every vector the time is read, and its order checked. What has no such list is given back as it is.
 *
 * @throws InputError('invalid-orbit') if the list is damaged
 */
export function keepNearVectors(bytes: Uint8Array, name: string, fromUs: number, toUs: number): Uint8Array {
  const fail = (what: string) => new InputError('invalid-orbit', name, what, 'Download the orbit file again.');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const open = buffer.indexOf(OPEN);
  const start = open < 0 ? -1 : buffer.indexOf('>', open) + 1;
  if (start <= 0) return bytes;
  const found = buffer.indexOf(CLOSE, start);
  const end = found < 0 ? bytes.byteLength : found;
  const near: string[] = [];
  let total = 0;
  let latest = Number.NEGATIVE_INFINITY;
  const list = buffer.toString('utf8', start, end);
  for (let place = find(list, VECTOR, 0); place; place = find(list, VECTOR, place.end)) {
    total++;
    const vector = list.slice(place.start, place.end);
    const text = timeOf(vector);
    const timeUs = parseUtcUs(text);
    if (Number.isNaN(timeUs)) throw fail(`state vector ${total} has the time ${JSON.stringify(text.slice(0, 40))}`);
    if (!(timeUs > latest)) {
      throw fail(`state vector ${total} (${formatUtcUs(timeUs)}) is not later than the one before it`);
    }
    latest = timeUs;
    if (timeUs >= fromUs && timeUs <= toUs) near.push(vector);
  }
  const count = /\bcount="(\d+)"/.exec(buffer.toString('utf8', open, start))?.[1];
  if (found >= 0 && count !== undefined && Number(count) !== total) {
    throw fail(`<List_of_OSVs> says count="${count}" but holds ${total} state vectors`);
  }
  const middle = Buffer.from(near.join('\n'));
  return new Uint8Array(Buffer.concat([buffer.subarray(0, start), middle, buffer.subarray(end)]));
}

/** The next element, tags included. Searching for strings takes time in proportion to the text, whatever it holds. */
function find(text: string, [open, close]: readonly [string, string], from: number) {
  const start = text.indexOf(open, from);
  const end = start < 0 ? -1 : text.indexOf(close, start);
  return end < 0 ? undefined : { start, end: end + close.length };
}

/** What follows `UTC=`; empty if nothing does. */
function timeOf(vector: string): string {
  const place = find(vector, UTC, 0);
  if (!place) return '';
  const text = vector.slice(place.start + UTC[0].length, place.end - UTC[1].length).trim();
  return text.startsWith('UTC=') ? text.slice(4) : '';
}
