import { pairMetrics } from './pair-metrics.ts';
import { addPair, createPairMoments } from './pair-moments.ts';

/** NDVI from which on the retrieval is not scored: backscatter hardly sees the soil under denser vegetation. */
export const SCORED_NDVI_BELOW = 0.7;

/** Cells of one map and the known truth, all of one length; NaN = no value. */
export interface ScoredCells {
  /** Retrieved soil moisture, m³ m⁻³. */
  readonly sm: Float32Array;
  /** Its uncertainty (1 σ), m³ m⁻³. */
  readonly uncertainty: Float32Array;
  readonly qa: Uint16Array;
  readonly ndvi: Float32Array;
  /** True soil moisture, m³ m⁻³. */
  readonly truth: Float32Array;
}

/** How maps agree with a known truth; undefined = NaN. */
export interface TruthScore {
  readonly n: number;
  readonly r: number;
  /** mean(retrieved) − mean(truth), m³ m⁻³. */
  readonly bias: number;
  /** Standard deviation of retrieved − truth (ddof 0), m³ m⁻³. */
  readonly ubrmsd: number;
  /** Share of cells whose error is at most their own uncertainty, 0 … 1; 0.683 for honest Gaussian errors. */
  readonly withinOneSigma: number;
  /** Standard deviation of the truth (ddof 0), m³ m⁻³. */
  readonly truthSd: number;
}

/** Is this cell scored: recommended (QA 0), below dense vegetation, with a truth? */
export function isScored(cells: ScoredCells, cell: number): boolean {
  return (
    cells.qa[cell] === 0 &&
    (cells.ndvi[cell] as number) < SCORED_NDVI_BELOW &&
    !Number.isNaN(cells.sm[cell]) &&
    !Number.isNaN(cells.truth[cell])
  );
}

/** The score of one map, or of several taken together as one sample. */
export function scoreAgainstTruth(maps: readonly ScoredCells[]): TruthScore {
  const moments = createPairMoments(1);
  let within = 0;
  for (const map of maps) {
    for (let cell = 0; cell < map.sm.length; cell++) {
      if (!isScored(map, cell)) continue;
      const sm = map.sm[cell] as number;
      const truth = map.truth[cell] as number;
      addPair(moments, 0, sm, truth);
      if (Math.abs(sm - truth) <= (map.uncertainty[cell] as number)) within++;
    }
  }
  const { n, r, bias, ubrmsd } = pairMetrics(moments, 0);
  return {
    n,
    r,
    bias,
    ubrmsd,
    withinOneSigma: n === 0 ? Number.NaN : within / n,
    truthSd: n === 0 ? Number.NaN : Math.sqrt((moments.m2Y[0] as number) / n),
  };
}
