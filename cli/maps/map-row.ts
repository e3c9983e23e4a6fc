import type { TruthScore } from '../../lib/statistics/score-against-truth.ts';

/** What a person wants to know of one map: of its ledger record, its receipt and, where there is a truth, its score. */
export interface MapRow {
  readonly product: string;
  readonly collection: string;
  readonly item: string;
  readonly run: string;
  /** Key of the item in the store. */
  readonly key: string;
  /** UTC, `2021-08-09 17:40`. */
  readonly acquired: string;
  readonly cells: number;
  readonly observed: number;
  readonly retrieved: number;
  readonly recommended: number;
  /** m³ m⁻³ over the retrieved cells. */
  readonly meanSm?: number;
  /** From arrival to the start of the retrieval, then each stage, in order. */
  readonly stages: readonly { readonly stage: string; readonly seconds: number }[];
  /** From arrival to notification. */
  readonly totalSeconds: number;
  readonly remarks: readonly string[];
  readonly score?: TruthScore;
}

/** A scene, or one map of it, that did not become one, and why. */
export interface RefusedRow {
  readonly product: string;
  /** Absent when it concerns the whole scene. */
  readonly collection?: string;
  readonly state: 'rejected' | 'superseded' | 'failed' | 'in-flight';
  readonly reason?: string;
  readonly message: string;
}
