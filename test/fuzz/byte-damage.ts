import fc from 'fast-check';

const at = fc.noBias(fc.nat(1e9));

/** Flipped and lost bytes. `head` keeps the change in the first bytes, where directories are. */
const change = fc.record({
  at,
  xor: fc.noBias(fc.integer({ min: 1, max: 255 })),
  head: fc.boolean(),
  cut: fc.option(at, { freq: 8 }),
});
export type ByteDamage = readonly { at: number; xor: number; head: boolean; cut: number | null }[];

export const byteDamage: fc.Arbitrary<ByteDamage> = fc.array(change, { minLength: 1, maxLength: 3 });

export function damagedBytes(bytes: Uint8Array, changes: ByteDamage, headBytes: number): Uint8Array {
  let result: Uint8Array = Uint8Array.from(bytes);
  for (const { at: place, xor, head, cut } of changes) {
    if (result.length === 0) break;
    const i = place % (head ? Math.min(headBytes, result.length) : result.length);
    result[i] = (result[i] ?? 0) ^ xor;
    if (cut !== null) result = result.slice(0, cut % result.length);
  }
  return result;
}
