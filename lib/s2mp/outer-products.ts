/**
 * Adds the Gram matrix of `rows` (each `used` long, `stride` apart) to the lower triangle of `gram` [count][count].
 * This is nearly all of the training time: 2 × 4 accumulators keep the processor busy between loads.
 */
export function addOuterProducts(
  rows: Float64Array,
  count: number,
  stride: number,
  used: number,
  gram: Float64Array,
): void {
  for (let i = 0; i < count; i += 2) {
    const a = i * stride;
    const paired = i + 1 < count;
    const b = paired ? a + stride : a;
    for (let j = 0; j <= i + 1 && j < count; j += 4) {
      const c = j * stride;
      // Beyond the last row the same row is used again and its result dropped.
      const d = j + 1 < count ? c + stride : c;
      const e = j + 2 < count ? c + 2 * stride : c;
      const f = j + 3 < count ? c + 3 * stride : c;
      let ac = 0;
      let ad = 0;
      let ae = 0;
      let af = 0;
      let bc = 0;
      let bd = 0;
      let be = 0;
      let bf = 0;
      for (let k = 0; k < used; k++) {
        const x = rows[a + k] as number;
        const y = rows[b + k] as number;
        const p = rows[c + k] as number;
        const q = rows[d + k] as number;
        const r = rows[e + k] as number;
        const s = rows[f + k] as number;
        ac += x * p;
        ad += x * q;
        ae += x * r;
        af += x * s;
        bc += y * p;
        bd += y * q;
        be += y * r;
        bf += y * s;
      }
      addFour(gram, i, j, count, ac, ad, ae, af);
      if (paired) addFour(gram, i + 1, j, count, bc, bd, be, bf);
    }
  }
}

function addFour(
  gram: Float64Array,
  row: number,
  column: number,
  count: number,
  v0: number,
  v1: number,
  v2: number,
  v3: number,
): void {
  const at = row * count + column;
  if (column <= row) gram[at] = (gram[at] as number) + v0;
  if (column + 1 <= row) gram[at + 1] = (gram[at + 1] as number) + v1;
  if (column + 2 <= row) gram[at + 2] = (gram[at + 2] as number) + v2;
  if (column + 3 <= row) gram[at + 3] = (gram[at + 3] as number) + v3;
}
