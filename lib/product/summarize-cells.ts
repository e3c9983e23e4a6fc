import type { MapCells } from './map-cells.ts';

/** A map in five numbers. */
export interface MapSummary {
  /** Cells of the raster. */
  readonly cells: number;
  /** … inside the scene. */
  readonly observed: number;
  /** … with a soil moisture. */
  readonly retrieved: number;
  /** … with QA 0. */
  readonly recommended: number;
  /** Over the retrieved cells, m³ m⁻³; undefined if there are none. */
  readonly meanSm: number | undefined;
}

/** @param observed per cell, 0 = outside the scene */
export function summarizeCells(cells: MapCells, observed: Uint8Array): MapSummary {
  let [inside, retrieved, recommended, sum] = [0, 0, 0, 0];
  for (let cell = 0; cell < cells.qa.length; cell++) {
    if (observed[cell] !== 0) inside++;
    if (cells.qa[cell] === 0) recommended++;
    const sm = cells.sm[cell] as number;
    if (Number.isNaN(sm)) continue;
    retrieved++;
    sum += sm;
  }
  return {
    cells: cells.qa.length,
    observed: inside,
    retrieved,
    recommended,
    meanSm: retrieved > 0 ? sum / retrieved : undefined,
  };
}

/** Share of the observed cells that are recommended, percent with one decimal. */
export function validPercent({ observed, recommended }: Pick<MapSummary, 'observed' | 'recommended'>): number {
  return observed === 0 ? 0 : Math.round((1000 * recommended) / observed) / 10;
}
