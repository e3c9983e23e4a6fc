import type { Calibration } from './calibration.ts';
import { expandLookupTable, type LookupTable, lookUp } from './lookup-table.ts';

/** A of σ⁰ = DN² / A², or of γ⁰ or β⁰, for every sample of the annotated lines. */
export type AmplitudeTable = LookupTable;

export function createAmplitudeTable(calibration: Calibration, samples: number): AmplitudeTable {
  return expandLookupTable(
    calibration.vectors.map(({ line, pixel, amplitude }) => ({ line, pixel, value: amplitude })),
    samples,
  );
}

/** Bilinear in (line, pixel), to the nearest whole sample. */
export function amplitudeAt(table: AmplitudeTable, line: number, sample: number): number {
  return lookUp(table, line, sample);
}
