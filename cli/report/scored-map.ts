import { type ScoredCells, scoreAgainstTruth, type TruthScore } from '../../lib/statistics/score-against-truth.ts';
import type { ReportMap } from './report-model.ts';

/** A map of the report with what is counted once and shown in several places. */
export interface ScoredMap extends ReportMap {
  /** Absent without a truth. */
  readonly scored?: ScoredCells;
  readonly score?: TruthScore;
  /** Cells with a value. */
  readonly retrieved: number;
  /** Cells with a value and QA 0. */
  readonly recommended: number;
  /** Mean of the recommended values, m³ m⁻³; NaN if there is none. */
  readonly meanSm: number;
}

export function scoredMap(map: ReportMap): ScoredMap {
  const { sm, qa } = map.cells;
  let retrieved = 0;
  let recommended = 0;
  let sum = 0;
  for (let i = 0; i < sm.length; i++) {
    const value = sm[i] as number;
    if (Number.isNaN(value)) continue;
    retrieved++;
    if (qa[i] !== 0) continue;
    recommended++;
    sum += value;
  }
  const counted = { ...map, retrieved, recommended, meanSm: recommended === 0 ? Number.NaN : sum / recommended };
  if (!map.truth) return counted;
  const scored = { ...map.cells, truth: map.truth };
  return { ...counted, scored, score: scoreAgainstTruth([scored]) };
}

/** Maps by collection, in the order in which collections first appear. */
export function byCollection(maps: readonly ScoredMap[]): Map<string, ScoredMap[]> {
  const groups = new Map<string, ScoredMap[]>();
  for (const map of maps) groups.set(map.collection, [...(groups.get(map.collection) ?? []), map]);
  return groups;
}

/** `2021-08-09 17:39 UTC` */
export function acquisitionTime(map: ReportMap): string {
  return `${map.acquired.slice(0, 10)} ${map.acquired.slice(11, 16)} UTC`;
}
