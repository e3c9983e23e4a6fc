import type { MapCells } from '../../lib/product/map-cells.ts';

/** All that the report page shows; the page itself computes nothing but scores, counts and pictures. */
export interface ReportModel {
  readonly title: string;
  /** One or two sentences under the title: what was run. */
  readonly summary: string;
  /** Version of the code that made the maps. */
  readonly version: string;
  /** Short facts in a row under the title: seed, domain, size … */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** One per item; shown by acquisition, then in the order given. */
  readonly maps: readonly ReportMap[];
}

export interface ReportMap {
  /** Collection id. */
  readonly collection: string;
  /** For people: `S1 + S2, 100 m`. */
  readonly collectionTitle: string;
  readonly item: string;
  /** Start of the acquisition, ISO 8601, UTC. */
  readonly acquired: string;
  readonly cells: Pick<MapCells, 'window' | 'sm' | 'uncertainty' | 'qa' | 'ndvi'>;
  /** True soil moisture (m³ m⁻³, NaN = none) of the same cells; absent for a scene of one's own. */
  readonly truth?: Float32Array;
  /** Time spent per stage, in the order of the stages. */
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  /** From the arrival of the scene to its notification. */
  readonly arrivalToNotificationS: number;
}
