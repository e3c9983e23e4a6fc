/** TIFF field types that the writer uses. */
const BYTES_OF_TYPE = { ascii: 1, short: 2, long: 4, double: 8, long8: 8 } as const;
const CODE_OF_TYPE = { ascii: 2, short: 3, long: 4, double: 12, long8: 16 } as const;

export type FieldType = keyof typeof BYTES_OF_TYPE;

/** One tag with its values as they stand in the file, little-endian. */
export interface TagEntry {
  readonly tag: number;
  readonly typeCode: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export function numericTag(tag: number, type: Exclude<FieldType, 'ascii'>, values: ArrayLike<number>): TagEntry {
  const bytes = new Uint8Array(values.length * BYTES_OF_TYPE[type]);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (type === 'short') view.setUint16(2 * i, value, true);
    else if (type === 'long') view.setUint32(4 * i, value, true);
    else if (type === 'double') view.setFloat64(8 * i, value, true);
    else view.setBigUint64(8 * i, BigInt(value), true);
  }
  return { tag, typeCode: CODE_OF_TYPE[type], count: values.length, bytes };
}

/** UTF-8 with the terminating NUL, which counts. */
export function textTag(tag: number, text: string): TagEntry {
  const bytes = new TextEncoder().encode(`${text}\0`);
  return { tag, typeCode: CODE_OF_TYPE.ascii, count: bytes.length, bytes };
}

const even = (n: number): number => n + (n & 1);

/** Bytes of a directory with the values that do not fit into its entries, which follow it at once at even offsets. */
export function directoryBytes(entries: readonly TagEntry[], bigTiff: boolean): number {
  const inline = bigTiff ? 8 : 4;
  const fixed = even(bigTiff ? 8 + 20 * entries.length + 8 : 2 + 12 * entries.length + 4);
  return entries.reduce((sum, { bytes }) => sum + (bytes.length > inline ? even(bytes.length) : 0), fixed);
}

/** Writes a directory at `offset` (even); `next` is the offset of the following one, 0 for none. */
export function writeDirectory(
  file: Uint8Array,
  offset: number,
  entries: readonly TagEntry[],
  next: number,
  bigTiff: boolean,
): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const inline = bigTiff ? 8 : 4;
  const setSize = (at: number, value: number): void => {
    if (bigTiff) view.setBigUint64(at, BigInt(value), true);
    else view.setUint32(at, value, true);
  };
  if (bigTiff) view.setBigUint64(offset, BigInt(entries.length), true);
  else view.setUint16(offset, entries.length, true);
  let at = offset + (bigTiff ? 8 : 2);
  let values = even(at + entries.length * (bigTiff ? 20 : 12) + (bigTiff ? 8 : 4));
  for (const { tag, typeCode, count, bytes } of [...entries].sort((a, b) => a.tag - b.tag)) {
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, typeCode, true);
    setSize(at + 4, count);
    const value = at + (bigTiff ? 12 : 8);
    if (bytes.length <= inline) {
      file.set(bytes, value);
    } else {
      setSize(value, values);
      file.set(bytes, values);
      values = even(values + bytes.length);
    }
    at += bigTiff ? 20 : 12;
  }
  setSize(at, next);
}
