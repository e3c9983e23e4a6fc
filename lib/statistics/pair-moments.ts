/**
 * Joint moments of pairs (x, y), kept per cell: all that R, bias, STDD and RMSD need, in one pass and mergeable.
 * Arrays of one length; a cell without a pair holds zeros.
 *
 * `m2D` could be had from the others (m2X + m2Y − 2 cXY), but that difference cancels where x ≈ y, which is just where
 * two good products are compared; so the difference has moments of its own.
 */
export interface PairMoments {
  readonly n: Float64Array;
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Σ(x − meanX)². */
  readonly m2X: Float64Array;
  /** Σ(y − meanY)². */
  readonly m2Y: Float64Array;
  /** Σ(d − meanD)² of d = x − y. */
  readonly m2D: Float64Array;
  /** Σ(x − meanX)(y − meanY). */
  readonly cXY: Float64Array;
}

export const PAIR_MOMENT_NAMES = ['n', 'meanX', 'meanY', 'm2X', 'm2Y', 'm2D', 'cXY'] as const;

export function createPairMoments(cells: number): PairMoments {
  return {
    n: new Float64Array(cells),
    meanX: new Float64Array(cells),
    meanY: new Float64Array(cells),
    m2X: new Float64Array(cells),
    m2Y: new Float64Array(cells),
    m2D: new Float64Array(cells),
    cXY: new Float64Array(cells),
  };
}

/** Welford's update (Welford 1962), with the co-moment of Pébay (2008, SAND2008-6212, eq. 3.12). */
export function addPair(moments: PairMoments, cell: number, x: number, y: number): void {
  const { n, meanX, meanY, m2X, m2Y, m2D, cXY } = moments;
  const count = (n[cell] as number) + 1;
  const beforeX = meanX[cell] as number;
  const beforeY = meanY[cell] as number;
  const dx = x - beforeX;
  const dy = y - beforeY;
  const afterX = beforeX + dx / count;
  const afterY = beforeY + dy / count;
  n[cell] = count;
  meanX[cell] = afterX;
  meanY[cell] = afterY;
  m2X[cell] = (m2X[cell] as number) + dx * (x - afterX);
  m2Y[cell] = (m2Y[cell] as number) + dy * (y - afterY);
  // (d − meanD before)(d − meanD after) = (dx − dy)² (count − 1)/count: a square, so it can never turn negative.
  m2D[cell] = (m2D[cell] as number) + ((dx - dy) * (dx - dy) * (count - 1)) / count;
  cXY[cell] = (cXY[cell] as number) + dx * (y - afterY);
}

/** Adds cell `source` of `from` to cell `cell` of `into` (Chan, Golub and LeVeque 1983; Pébay 2008, eq. 3.13). */
export function mergePairCell(into: PairMoments, cell: number, from: PairMoments, source: number): void {
  const added = from.n[source] as number;
  if (added === 0) return;
  const had = into.n[cell] as number;
  const n = had + added;
  const dx = (from.meanX[source] as number) - (into.meanX[cell] as number);
  const dy = (from.meanY[source] as number) - (into.meanY[cell] as number);
  const weight = (had * added) / n;
  into.n[cell] = n;
  into.meanX[cell] = (into.meanX[cell] as number) + (dx * added) / n;
  into.meanY[cell] = (into.meanY[cell] as number) + (dy * added) / n;
  into.m2X[cell] = (into.m2X[cell] as number) + (from.m2X[source] as number) + dx * dx * weight;
  into.m2Y[cell] = (into.m2Y[cell] as number) + (from.m2Y[source] as number) + dy * dy * weight;
  into.m2D[cell] = (into.m2D[cell] as number) + (from.m2D[source] as number) + (dx - dy) * (dx - dy) * weight;
  into.cXY[cell] = (into.cXY[cell] as number) + (from.cXY[source] as number) + dx * dy * weight;
}

/** Adds every cell of `from` to the same cell of `into`. */
export function mergePairMoments(into: PairMoments, from: PairMoments): void {
  for (let cell = 0; cell < into.n.length; cell++) mergePairCell(into, cell, from, cell);
}
