import { TRAINING_LIMITS } from '../s2mp/training-limits.ts';

const [LOW, HIGH] = TRAINING_LIMITS.smM3M3;
/** Far below any uncertainty, far above float32 rounding. */
const TOLERANCE = 1e-5;

/** Soil moisture as it enters a map: never outside of what the network was trained for. */
export function clipSm(smM3M3: number): number {
  return Math.min(Math.max(smM3M3, LOW), HIGH);
}

export function isAtSmBounds(smM3M3: number): boolean {
  return smM3M3 <= LOW + TOLERANCE || smM3M3 >= HIGH - TOLERANCE;
}
