/** Some whole lines of the image, row-major. */
export interface ImageBand {
  readonly dn: Uint16Array;
  readonly firstLine: number;
  readonly lines: number;
  readonly samples: number;
}

export interface QuadFiller {
  /**
   * Sums the samples whose centres lie inside the quadrilateral with corners a – b – c – d, as far as it lies within the
   * band. Lines and samples count half-open, so quadrilaterals that share edges share no sample and leave none out:
   * of two that share an edge exactly one gets a sample on it, whichever way round the edge is given.
   *
   * @param corners line and sample of corner k at 2k
   * @param out gets Σ DN², a sum of integers below 2⁵³ and so exact in whatever order parts are added; and the number
   *   of samples with DN ≠ 0
   */
  sum(corners: Float64Array, a: number, b: number, c: number, d: number, out: Float64Array): void;
}

/**
 * Line by line: where two edges cross the line, then the samples between the crossings. An edge is always followed from
 * its lower line number to its higher, so that both quadrilaterals beside it compute the same bits. (Arguments are
 * integers and arrays because V8 puts floating-point arguments on the heap, which costs more than the sums.)
 */
export function createQuadFiller({ dn, firstLine, lines, samples }: ImageBand): QuadFiller {
  const endLine = firstLine + lines;
  const crossing = new Float64Array(4);

  /** Samples of one line from crossing `a` to crossing `b`, whichever comes first. */
  function sumBetween(line: number, a: number, b: number, out: Float64Array): void {
    const from = Math.max(Math.ceil(a < b ? a : b), 0);
    const to = Math.min(Math.ceil(a < b ? b : a), samples);
    const base = (line - firstLine) * samples;
    let power = 0;
    let count = 0;
    for (let i = base + from; i < base + to; i++) {
      const value = dn[i] as number;
      power += value * value;
      count += (value + 0xffff) >>> 16; // 1 unless the value is 0
    }
    out[0] = (out[0] as number) + power;
    out[1] = (out[1] as number) + count;
  }

  /**
   * Nearly every pixel: from the corner of the lowest line (T) to that of the highest (B) by one corner on either
   * side (L, R), lines never decreasing.
   */
  function sumMonotone(corners: Float64Array, t: number, l: number, b: number, r: number, out: Float64Array): void {
    const lineT = corners[2 * t] as number;
    const lineL = corners[2 * l] as number;
    const lineB = corners[2 * b] as number;
    const lineR = corners[2 * r] as number;
    const sampleT = corners[2 * t + 1] as number;
    const sampleL = corners[2 * l + 1] as number;
    const sampleB = corners[2 * b + 1] as number;
    const sampleR = corners[2 * r + 1] as number;
    const slopeTL = (sampleL - sampleT) / (lineL - lineT);
    const slopeLB = (sampleB - sampleL) / (lineB - lineL);
    const slopeTR = (sampleR - sampleT) / (lineR - lineT);
    const slopeRB = (sampleB - sampleR) / (lineB - lineR);
    const end = Math.min(Math.ceil(lineB), endLine);
    for (let line = Math.max(Math.ceil(lineT), firstLine); line < end; line++) {
      const left = line < lineL ? sampleT + slopeTL * (line - lineT) : sampleL + slopeLB * (line - lineL);
      const right = line < lineR ? sampleT + slopeTR * (line - lineT) : sampleR + slopeRB * (line - lineR);
      sumBetween(line, left, right, out);
    }
  }

  /** Any quadrilateral, folded ones included, by the even-odd rule. */
  function sumAny(corners: Float64Array, ring: readonly number[], out: Float64Array): void {
    const ringLines = ring.map((k) => corners[2 * k] as number);
    const first = Math.max(Math.ceil(Math.min(...ringLines)), firstLine);
    const end = Math.min(Math.ceil(Math.max(...ringLines)), endLine);
    for (let line = first; line < end; line++) {
      let n = 0;
      for (let k = 0; k < 4; k++) {
        const one = ring[k] as number;
        const other = ring[(k + 1) % 4] as number;
        const isUpward = (corners[2 * one] as number) <= (corners[2 * other] as number);
        const low = isUpward ? one : other;
        const high = isUpward ? other : one;
        const l0 = corners[2 * low] as number;
        const l1 = corners[2 * high] as number;
        if (!(l0 <= line && line < l1)) continue;
        const p0 = corners[2 * low + 1] as number;
        crossing[n++] = p0 + (((corners[2 * high + 1] as number) - p0) / (l1 - l0)) * (line - l0);
      }
      crossing.subarray(0, n).sort();
      for (let pair = 0; pair + 1 < n; pair += 2) {
        sumBetween(line, crossing[pair] as number, crossing[pair + 1] as number, out);
      }
    }
  }

  return {
    sum(corners, a, b, c, d, out) {
      out[0] = 0;
      out[1] = 0;
      const la = corners[2 * a] as number;
      const lb = corners[2 * b] as number;
      const lc = corners[2 * c] as number;
      const ld = corners[2 * d] as number;
      // Which corner has the lowest line depends on the pass alone, and folds are rare: the last case hardly occurs.
      if (la <= lb && lb <= lc && la <= ld && ld <= lc) sumMonotone(corners, a, b, c, d, out);
      else if (lb <= lc && lc <= ld && lb <= la && la <= ld) sumMonotone(corners, b, c, d, a, out);
      else if (lc <= ld && ld <= la && lc <= lb && lb <= la) sumMonotone(corners, c, d, a, b, out);
      else if (ld <= la && la <= lb && ld <= lc && lc <= lb) sumMonotone(corners, d, a, b, c, out);
      else if (Number.isFinite(la + lb + lc + ld)) sumAny(corners, [a, b, c, d], out);
    },
  };
}
