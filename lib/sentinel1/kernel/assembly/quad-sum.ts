/*
 * Σ DN² and the count of samples ≠ 0 inside a quadrilateral of the image.
 *
 * Lines and samples count half-open, and an edge is always followed from its lower line number to its higher: so
 * quadrilaterals that share edges share no sample and leave none out, down to the last bit.
 */

/** Results of the last {@link sumQuad}. */
export let quadPower: u64 = 0;
export let quadCount: u32 = 0;

/** Image lines in memory: `dn` is the first sample of line `firstLine`, rows of `samples` uint16 follow one another. */
let dn: usize = 0;
let firstLine: i32 = 0;
let endLine: i32 = 0;
let samples: i32 = 0;

/** Up to 16 bytes past the last sample are read (and not used). */
export function setImage(dnAt: usize, first: i32, lines: i32, samplesPerLine: i32): void {
  dn = dnAt;
  firstLine = first;
  endLine = first + lines;
  samples = samplesPerLine;
}

/** Squares of samples up to 2¹³ − 1 fit 63 times into 32 bits. */
const SMALL_SAMPLE_BITS: i32 = 13;
const SMALL_STEPS: i32 = 63;

/** 16 bytes of ones, then 16 of zeros: a mask of the first n samples begins 2n bytes before the middle. */
const MASKS: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0,
]);

// @ts-ignore: decorator
@inline
function isSmall(all: v128): bool {
  return !v128.any_true(i16x8.shr_u(all, SMALL_SAMPLE_BITS));
}

/**
 * From the corner of the lowest line (T) to that of the highest (B) by one corner on either side (L, R), lines never
 * decreasing: nearly every quadrilateral. Eight samples at a time, sums of 32 bits.
 *
 * @returns false if 32 bits may not have held the sums
 */
function sumMonotone(lT: f64, sT: f64, lL: f64, sL: f64, lB: f64, sB: f64, lR: f64, sR: f64): bool {
  const slopeTL = (sL - sT) / (lL - lT);
  const slopeLB = (sB - sL) / (lB - lL);
  const slopeTR = (sR - sT) / (lR - lT);
  const slopeRB = (sB - sR) / (lB - lR);
  const end = min(<i32>ceil(lB), endLine);
  let power0 = i32x4(0, 0, 0, 0);
  let power1 = i32x4(0, 0, 0, 0);
  let all = i32x4(0, 0, 0, 0);
  let absent = i32x4(0, 0, 0, 0);
  let count = 0;
  let steps = 0;
  const zero = i32x4(0, 0, 0, 0);
  let line = max(<i32>ceil(lT), firstLine);
  let row = dn + ((<usize>((line - firstLine) * samples)) << 1);
  for (; line < end; line++, row += <usize>samples << 1) {
    const y = <f64>line;
    const a = y < lL ? sT + slopeTL * (y - lT) : sL + slopeLB * (y - lL);
    const b = y < lR ? sT + slopeTR * (y - lT) : sR + slopeRB * (y - lR);
    // The conversion saturates: what lies far beside the image comes to its border.
    const from = max(<i32>ceil(min(a, b)), 0);
    const to = min(<i32>ceil(max(a, b)), samples);
    if (from >= to) continue;
    let left = to - from;
    count += left;
    let at = row + (<usize>from << 1);
    while (true) {
      let values = v128.load(at);
      if (left < 8) values = v128.and(values, v128.load(MASKS + 16 - (<usize>left << 1)));
      power0 = i32x4.add(power0, i32x4.extmul_low_i16x8_u(values, values));
      power1 = i32x4.add(power1, i32x4.extmul_high_i16x8_u(values, values));
      all = v128.or(all, values);
      absent = i16x8.sub(absent, i16x8.eq(values, zero));
      steps++;
      if (left <= 8) break;
      left -= 8;
      at += 16;
    }
  }
  if (steps > SMALL_STEPS || !isSmall(all)) return false;
  const wide = i64x2.add(
    i64x2.add(i64x2.extend_low_i32x4_u(power0), i64x2.extend_high_i32x4_u(power0)),
    i64x2.add(i64x2.extend_low_i32x4_u(power1), i64x2.extend_high_i32x4_u(power1)),
  );
  quadPower = <u64>(i64x2.extract_lane(wide, 0) + i64x2.extract_lane(wide, 1));
  // `absent` counts masked lanes too: eight a step, less the samples within the quadrilateral.
  const pairs = i32x4.extadd_pairwise_i16x8_u(absent);
  const absentLanes =
    i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1) + i32x4.extract_lane(pairs, 2) + i32x4.extract_lane(pairs, 3);
  quadCount = 8 * steps - absentLanes;
  return true;
}

/** Where the edge from corner (l, s) to (m, t) crosses a line; NaN if it does not. */
// @ts-ignore: decorator
@inline
function crossing(y: f64, l: f64, s: f64, m: f64, t: f64): f64 {
  const upward = l <= m;
  const l0 = upward ? l : m;
  const s0 = upward ? s : t;
  const l1 = upward ? m : l;
  const s1 = upward ? t : s;
  return l0 <= y && y < l1 ? s0 + ((s1 - s0) / (l1 - l0)) * (y - l0) : NaN;
}

/** Adds the samples of one line between two crossings, whichever comes first. */
function addExact(line: i32, a: f64, b: f64): void {
  const from = max(<i32>ceil(min(a, b)), 0);
  const to = min(<i32>ceil(max(a, b)), samples);
  let at = dn + ((<usize>((line - firstLine) * samples + from)) << 1);
  for (let i = from; i < to; i++, at += 2) {
    const value = <u64>load<u16>(at);
    quadPower += value * value;
    quadCount += value != 0 ? 1 : 0;
  }
}

/** Any quadrilateral, folded ones and bright samples included, by the even-odd rule: two or four edges cross a line. */
function sumAny(la: f64, sa: f64, lb: f64, sb: f64, lc: f64, sc: f64, ld: f64, sd: f64): void {
  const end = min(<i32>ceil(max(max(la, lb), max(lc, ld))), endLine);
  for (let line = max(<i32>ceil(min(min(la, lb), min(lc, ld))), firstLine); line < end; line++) {
    const y = <f64>line;
    const ab = crossing(y, la, sa, lb, sb);
    const bc = crossing(y, lb, sb, lc, sc);
    const cd = crossing(y, lc, sc, ld, sd);
    const da = crossing(y, ld, sd, la, sa);
    if (ab == ab && bc == bc && cd == cd && da == da) {
      // Four crossings in order: sorted pairs, then the inner two.
      const low0 = min(ab, bc);
      const high0 = max(ab, bc);
      const low1 = min(cd, da);
      const high1 = max(cd, da);
      const inner0 = max(low0, low1);
      const inner1 = min(high0, high1);
      addExact(line, min(low0, low1), min(inner0, inner1));
      addExact(line, max(inner0, inner1), max(high0, high1));
    } else {
      let first = NaN;
      let second = NaN;
      if (ab == ab) first = ab;
      if (bc == bc) {
        if (first == first) second = bc;
        else first = bc;
      }
      if (cd == cd) {
        if (first == first) second = cd;
        else first = cd;
      }
      if (da == da) second = da;
      if (first == first && second == second) addExact(line, first, second);
    }
  }
}

/** Sums the quadrilateral with corners a – b – c – d (line l, sample s each), as far as it lies in the image lines set. */
export function sumQuad(la: f64, sa: f64, lb: f64, sb: f64, lc: f64, sc: f64, ld: f64, sd: f64): void {
  // Which corner has the lowest line depends on the pass alone, and folds are rare: the last case hardly occurs.
  let done = false;
  if (la <= lb && lb <= lc && la <= ld && ld <= lc) done = sumMonotone(la, sa, lb, sb, lc, sc, ld, sd);
  else if (lb <= lc && lc <= ld && lb <= la && la <= ld) done = sumMonotone(lb, sb, lc, sc, ld, sd, la, sa);
  else if (lc <= ld && ld <= la && lc <= lb && lb <= la) done = sumMonotone(lc, sc, ld, sd, la, sa, lb, sb);
  else if (ld <= la && la <= lb && ld <= lc && lc <= lb) done = sumMonotone(ld, sd, la, sa, lb, sb, lc, sc);
  if (done) return;
  quadPower = 0;
  quadCount = 0;
  if (isFinite(la + lb + lc + ld)) sumAny(la, sa, lb, sb, lc, sc, ld, sd);
}

/** For the host: {@link quadPower} as a number it can use without BigInt. */
export function lastQuadPower(): f64 {
  return <f64>quadPower;
}

export function lastQuadCount(): u32 {
  return quadCount;
}
