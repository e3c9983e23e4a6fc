import type { Calibration } from './calibration.ts';
import { expandLookupTable, type LookupTable, lookUp } from './lookup-table.ts';

/** A of σ⁰ = DN² / A² for every sample of the annotated lines. */
export type SigmaNoughtTable = LookupTable;

export function createSigmaNoughtTable(calibration: Calibration, samples: number): SigmaNoughtTable {
  return expandLookupTable(
    calibration.vectors.map(({ line, pixel, sigmaNought }) => ({ line, pixel, value: sigmaNought })),
    samples,
  );
}

/** Bilinear in (line, pixel), to the nearest whole sample. */
export function sigmaNoughtAt(table: SigmaNoughtTable, line: number, sample: number): number {
  return lookUp(table, line, sample);
}
