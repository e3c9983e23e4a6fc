import { describe, expect, test } from 'vitest';
import { decodeLzw } from '../../../lib/raster/decode-lzw.ts';

/** Codes of equal width, most significant bit first. */
function pack(codes: readonly number[], width: number): Uint8Array {
  const bits = codes.map((code) => code.toString(2).padStart(width, '0')).join('');
  return Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
}

describe('decodeLzw', () => {
  test('decodes the example of TIFF 6.0, section 13', () => {
    const codes = [256, 7, 258, 8, 8, 258, 6, 6, 257];
    expect(Array.from(decodeLzw(pack(codes, 9), 9))).toEqual([7, 7, 7, 8, 8, 7, 7, 6, 6]);
  });

  test('decodes a code for the entry that is only being made', () => {
    // 5, then "5 5" (258), then "5 5 5" (259): each defined by the code that names it.
    expect(Array.from(decodeLzw(pack([256, 5, 258, 259], 9), 6))).toEqual([5, 5, 5, 5, 5, 5]);
  });

  test.each([
    ['a code beyond the table', pack([256, 5, 300], 9)],
    ['an early end', pack([256, 5, 257], 9)],
    ['no codes', new Uint8Array(0)],
    ['only clears', pack(Array(50).fill(256), 9)],
    ['the byte order from before TIFF 6.0', Uint8Array.of(0, 1, 2, 3)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeLzw(bytes, 100)).toThrow('LZW');
  });
});
