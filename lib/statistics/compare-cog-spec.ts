import { geoTransformOf } from '../grid/grid-window.ts';
import type { CogBand, CogSpec } from '../raster/encode-cog.ts';
import { TILE_CELLS, TILE_SIDE, tileWindow } from './map-tiles.ts';
import { pairMetrics } from './pair-metrics.ts';
import { PAIR_MOMENT_NAMES, type PairMoments } from './pair-moments.ts';
import { type StatisticsTile, statisticsMetadata } from './statistics-tile.ts';

const METRICS = ['r', 'p', 'bias', 'ubrmsd', 'rmsd', 'status'] as const;
const SM = 'm3 m-3';
const SM_SQUARED = 'm6 m-6';

const BANDS: Readonly<Record<(typeof METRICS)[number] | (typeof PAIR_MOMENT_NAMES)[number], [string, string?]>> = {
  n: ['n: number of pairs'],
  r: ["r: Pearson's correlation of x and y"],
  p: ['p: two-sided p value of r'],
  bias: ['bias: mean(x) - mean(y)', SM],
  ubrmsd: ['stdd: standard deviation of x - y, ddof 0 (= ubRMSD)', SM],
  rmsd: ['rmsd: root mean square of x - y', SM],
  status: ['status: sum of 1 = fewer than 10 pairs, 2 = x or y does not vary'],
  meanX: ['mean_x', SM],
  meanY: ['mean_y', SM],
  m2X: ['m2_x: sum of squared deviations of x', SM_SQUARED],
  m2Y: ['m2_y: sum of squared deviations of y', SM_SQUARED],
  m2D: ['m2_d: sum of squared deviations of x - y', SM_SQUARED],
  cXY: ['c_xy: sum of products of the deviations of x and y', SM_SQUARED],
};

/** 1-based band numbers of the moments, in the order of PAIR_MOMENT_NAMES: n first, then the metrics, then the rest. */
export const COMPARE_MOMENT_BANDS = [1, 8, 9, 10, 11, 12, 13] as const;
export const COMPARE_BANDS = 13;

/**
 * The raster of a compare tile: per cell the metrics of `x` against `y`, and the moments from which totals are folded.
 * A cell without a pair has n = 0, its status, and NaN in every other band.
 */
export function compareCogSpec(
  moments: PairMoments,
  collections: { readonly x: string; readonly y: string },
  tile: StatisticsTile,
): CogSpec {
  const metrics = METRICS.map((name) => ({ name, data: new Float64Array(TILE_CELLS) }));
  for (let cell = 0; cell < TILE_CELLS; cell++) {
    const values = pairMetrics(moments, cell);
    for (const { name, data } of metrics) data[cell] = values[name];
  }
  const [count, ...others] = PAIR_MOMENT_NAMES.map((name) => ({ name, data: moments[name] }));
  const hollow = others.map(({ name, data }) => ({
    name,
    data: data.map((value, cell) => (moments.n[cell] === 0 ? Number.NaN : value)),
  }));
  const bands: CogBand[] = [...(count ? [count] : []), ...metrics, ...hollow].map(({ name, data }) => {
    const [description, unit] = BANDS[name];
    return unit === undefined ? { data, description } : { data, description, unit };
  });
  return {
    width: TILE_SIDE,
    height: TILE_SIDE,
    dataType: 'float64',
    bands,
    transform: geoTransformOf(tileWindow(tile.tile)),
    nodata: Number.NaN,
    overviews: 'nearest',
    tileSize: TILE_SIDE,
    metadata: statisticsMetadata('compare', `x=${collections.x} y=${collections.y}`, tile),
  };
}
