/**
 * The little of the protocol-buffer wire format that ONNX files need (protobuf.dev/programming-guides/encoding).
 * A message is built by concatenating fields and read as a list of (field number, value).
 */
export interface ProtobufField {
  readonly number: number;
  /** A varint as a number, or the bytes of a length-delimited or fixed-width field. */
  readonly value: number | Uint8Array;
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

export function encodeVarintField(number: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(number * 8 + VARINT), ...varint(value)]);
}

/** A string, packed bytes, or an embedded message made of parts. */
export function encodeBytesField(number: number, ...parts: (string | Uint8Array)[]): Uint8Array {
  const encoded = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const length = encoded.reduce((sum, part) => sum + part.length, 0);
  return concatenate([Uint8Array.from([...varint(number * 8 + LENGTH_DELIMITED), ...varint(length)]), ...encoded]);
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @throws {RangeError} on bytes that are no message, naming the offset */
export function readFields(bytes: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = [];
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    // Numbers beyond 2^53 do not occur in our files; ten bytes is the longest varint there is.
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError(`varint cut off at byte ${at - 1}`);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError(`varint without an end at byte ${at}`);
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError(`field cut off at byte ${bytes.length}`);
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = readVarint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number === 0) throw new RangeError(`field number 0 at byte ${at}`);
    if (wireType === VARINT) fields.push({ number, value: readVarint() });
    else if (wireType === LENGTH_DELIMITED) fields.push({ number, value: take(readVarint()) });
    else if (wireType === FIXED_64) fields.push({ number, value: take(8) });
    else if (wireType === FIXED_32) fields.push({ number, value: take(4) });
    else throw new RangeError(`wire type ${wireType} at byte ${at}`);
  }
  return fields;
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
