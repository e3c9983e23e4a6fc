import type { DominantClasses } from './dominant-class.ts';
import { type LandcoverGroup, landcoverGroups } from './landcover-groups.ts';
import { TILE_CELLS } from './map-tiles.ts';
import { type PairMetrics, pairMetrics } from './pair-metrics.ts';
import { createPairMoments, mergePairCell, type PairMoments } from './pair-moments.ts';
import { percentile } from './percentile.ts';

/** One compared tile with the dominant land cover of its cells. */
export interface ComparedTile {
  readonly tile: string;
  readonly moments: PairMoments;
  readonly dominant: DominantClasses;
}

const METRICS = ['r', 'bias', 'ubrmsd', 'rmsd'] as const;
type Metric = (typeof METRICS)[number];

/** Spread of one metric over cells. */
export interface Spread {
  readonly mean: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
}

export interface CompareGroup {
  readonly landcover: number | null;
  readonly name: string;
  readonly cover: LandcoverGroup['cover'];
  /** Cells with at least one pair. */
  readonly cells: number;
  /** Those with status 0: at least 10 pairs, and both sides vary. */
  readonly usableCells: number;
  /** Over the usable cells; null if there is none. */
  readonly perCell: { readonly [metric in Metric]: Spread } | null;
  /** All pairs of all cells as one sample, over space and time; undefined = null. */
  readonly pooled: { readonly [name in Metric | 'n' | 'p']: number | null };
}

/** What a comparison amounts to per land-cover group, over tiles in the order of their names. */
export function compareGroups(tiles: readonly ComparedTile[]): CompareGroup[] {
  const inside = new Uint8Array(TILE_CELLS).fill(1);
  const sums = new Map<string, { group: Omit<LandcoverGroup, 'cells'>; pooled: PairMoments; cells: PairMetrics[] }>();
  for (const { moments, dominant } of [...tiles].sort((a, b) => (a.tile < b.tile ? -1 : 1))) {
    for (const { cells, ...group } of landcoverGroups(dominant, inside)) {
      const key = `${String(group.landcover ?? 0).padStart(3, '0')} ${group.cover === 'H' ? 1 : 0}`;
      const sum = sums.get(key) ?? { group, pooled: createPairMoments(1), cells: [] };
      sums.set(key, sum);
      for (const cell of cells) {
        if (moments.n[cell] === 0) continue;
        mergePairCell(sum.pooled, 0, moments, cell);
        sum.cells.push(pairMetrics(moments, cell));
      }
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { group, pooled, cells }]) => {
      const usable = cells.filter(({ status }) => status === 0);
      return {
        ...group,
        cells: cells.length,
        usableCells: usable.length,
        perCell: usable.length === 0 ? null : spreads(usable),
        pooled: withNulls(pairMetrics(pooled, 0)),
      };
    });
}

function spreads(cells: readonly PairMetrics[]): { [metric in Metric]: Spread } {
  const of = (metric: Metric): Spread => {
    const values = Float64Array.from(cells, (cell) => cell[metric]).sort();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { mean, p25: percentile(values, 25), median: percentile(values, 50), p75: percentile(values, 75) };
  };
  return { r: of('r'), bias: of('bias'), ubrmsd: of('ubrmsd'), rmsd: of('rmsd') };
}

function withNulls({ n, r, p, bias, ubrmsd, rmsd }: PairMetrics): CompareGroup['pooled'] {
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  return { n, r: orNull(r), p: orNull(p), bias: orNull(bias), ubrmsd: orNull(ubrmsd), rmsd: orNull(rmsd) };
}
