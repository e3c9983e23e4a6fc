import { InvalidTiffError } from './invalid-tiff.error.ts';

const CLEAR = 256;
const END = 257;
const FIRST_FREE = 258;
const MAX_CODES = 4096;

/**
 * LZW as TIFF 6.0, section 13 has it: codes of 9 to 12 bits, most significant bit first, width grown one code early.
 * @param length bytes expected; decoding stops there (writers may pad the last strip)
 * @throws InvalidTiffError on a code that cannot occur or an early end
 */
export function decodeLzw(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length >= 2 && bytes[0] === 0 && ((bytes[1] as number) & 1) === 1) {
    throw new InvalidTiffError(
      'block',
      'LZW of the kind before TIFF 6.0 (least significant bit first) is not supported',
    );
  }
  const out = new Uint8Array(length);
  // A table entry is a run of the output itself: where it starts and how long it is. Entry = previous entry + one byte.
  const start = new Int32Array(MAX_CODES + 1);
  const size = new Int32Array(MAX_CODES + 1);
  let next = FIRST_FREE;
  let width = 9;
  let buffer = 0;
  let bits = 0;
  let at = 0;
  let previous = -1; // length of the previous entry's run, which ends at `at`; −1 after CLEAR
  for (let i = 0; at < length; ) {
    while (bits < width) {
      if (i >= bytes.length) throw new InvalidTiffError('block', `LZW data ends after ${at} of ${length} bytes`);
      buffer = ((buffer << 8) | (bytes[i++] as number)) & 0xffffff;
      bits += 8;
    }
    const code = (buffer >>> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === CLEAR) {
      next = FIRST_FREE;
      width = 9;
      previous = -1;
      continue;
    }
    if (code === END) throw new InvalidTiffError('block', `LZW data ends after ${at} of ${length} bytes`);
    if (previous >= 0 && next < MAX_CODES) {
      // The entry made by the previous code: its run plus the first byte of what comes now, which follows it in `out`.
      start[next] = at - previous;
      size[next] = previous + 1;
      next++;
    }
    let run = 1;
    if (code < CLEAR) {
      out[at] = code;
    } else {
      if (code >= next) throw new InvalidTiffError('block', `LZW code ${code} at byte ${i} is not in the table yet`);
      run = Math.min(size[code] as number, length - at);
      const from = start[code] as number;
      // Byte by byte: the run may overlap what it writes (code === next − 1).
      for (let j = 0; j < run; j++) out[at + j] = out[from + j] as number;
    }
    at += run;
    previous = run;
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return out;
}
