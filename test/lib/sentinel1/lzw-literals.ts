const CLEAR = 256;
const END = 257;
/** The table grows with each code; at 254 entries codes would become wider, so it is cleared before. */
const LITERALS_PER_CLEAR = 250;

/** Data as LZW of TIFF 6.0 that repeats nothing: every byte a code of 9 bits. Longer than the data, but true LZW. */
export function lzwLiterals(data: Uint8Array): Uint8Array {
  const out = Buffer.alloc(Math.ceil(((data.length + Math.ceil(data.length / LITERALS_PER_CLEAR) + 2) * 9) / 8));
  let bit = 0;
  const put = (code: number) => {
    for (let k = 8; k >= 0; k--, bit++) {
      if ((code >> k) & 1) out[bit >> 3] = (out[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    }
  };
  data.forEach((byte, i) => {
    if (i % LITERALS_PER_CLEAR === 0) put(CLEAR);
    put(byte);
  });
  put(END);
  return out;
}
