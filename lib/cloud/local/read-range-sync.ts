import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { meansAbsent } from './file-fault.ts';

/** A range of a file; without bytes if it is not wholly there. Undefined if there is no such file, or it is no regular one. */
export function readRangeSync(
  path: string,
  offset: number,
  length: number,
): { readonly bytes?: Uint8Array; readonly size: number } | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (meansAbsent(error)) return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) return undefined;
    if (offset < 0 || length < 0 || offset + length > stats.size) return { size: stats.size };
    const bytes = readFullySync(file, length, offset);
    return bytes.byteLength < length ? { size: offset + bytes.byteLength } : { bytes, size: stats.size };
  } finally {
    closeSync(file);
  }
}

/** `length` bytes from `offset`; fewer only if the file ends before. */
export function readFullySync(file: number, length: number, offset: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(file, bytes, filled, length - filled, offset + filled);
    if (count === 0) return bytes.subarray(0, filled);
    filled += count;
  }
  return bytes;
}
