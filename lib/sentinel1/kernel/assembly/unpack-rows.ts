/*
 * Undoes Predictor 2 (TIFF 6.0, section 14) on rows of uint16: a running sum modulo 2¹⁶ along each row.
 */

/** Sums of 1, 2, 4 … neighbours: after three steps each of eight lanes holds the sum of all up to itself. */
// @ts-ignore: decorator
@inline
function prefixSum(v: v128): v128 {
  const zero = i16x8.splat(0);
  const one = i16x8.add(v, i8x16.shuffle(zero, v, 0, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
  const two = i16x8.add(one, i8x16.shuffle(zero, one, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
  return i16x8.add(two, i8x16.shuffle(zero, two, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
}

export function unpackRows(
  from: usize,
  fromStride: i32,
  to: usize,
  toStride: i32,
  width: i32,
  rows: i32,
  predictor: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const source = from + ((<usize>(row * fromStride)) << 1);
    const target = to + ((<usize>(row * toStride)) << 1);
    if (predictor != 2) {
      memory.copy(target, source, <usize>width << 1);
      continue;
    }
    let sum = i16x8.splat(0);
    let column = 0;
    for (; column + 8 <= width; column += 8) {
      const at = <usize>column << 1;
      const values = i16x8.add(prefixSum(v128.load(source + at)), sum);
      v128.store(target + at, values);
      sum = i8x16.shuffle(values, values, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15, 14, 15);
    }
    let value = <u32>i16x8.extract_lane_u(sum, 0);
    for (; column < width; column++) {
      const at = <usize>column << 1;
      value = (value + <u32>load<u16>(source + at)) & 0xffff;
      store<u16>(target + at, <u16>value);
    }
  }
}
