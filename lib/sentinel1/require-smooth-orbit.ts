import type { OrbitStates } from './annotation.ts';
import { createOrbit } from './orbit.ts';

/**
 * The piece between the neighbours of a vector, 20 s for orbit files, passes it within 4 mm and 1 mm/s on any free
 * orbit. These limits let rounding and small noise pass, and no damaged digit that matters for a map.
 */
const PRECISE: OrbitLimits = { positionM: 1, velocityMPerS: 0.1 };

export interface OrbitLimits {
  readonly positionM: number;
  readonly velocityMPerS: number;
}

/**
 * Each vector must lie on the orbit that its two neighbours make; a damaged number would else bend the map there
 * without a word.
 *
 * @param fail makes the error from the vector's number and what is wrong with it
 */
export function requireSmoothOrbit(
  states: OrbitStates,
  fail: (vector: number, what: string) => Error,
  limits: OrbitLimits = PRECISE,
): void {
  const { timeS, positionM, velocityMPerS } = states;
  const state = new Float64Array(9);
  let worst = { vector: 0, ratio: 1, what: '' };
  for (let i = 1; i < timeS.length - 1; i++) {
    const neighbours = [i - 1, i + 1];
    const pick = (values: Float64Array, width: number) =>
      Float64Array.from(neighbours.flatMap((k) => [...values.subarray(width * k, width * k + width)]));
    createOrbit({
      timeS: pick(timeS, 1),
      positionM: pick(positionM, 3),
      velocityMPerS: pick(velocityMPerS, 3),
    }).stateAt(timeS[i] as number, state);
    const offM = distance(state.subarray(0, 3), positionM.subarray(3 * i, 3 * i + 3));
    const offMPerS = distance(state.subarray(3, 6), velocityMPerS.subarray(3 * i, 3 * i + 3));
    const ratio = Math.max(offM / limits.positionM, offMPerS / limits.velocityMPerS);
    if (ratio <= worst.ratio) continue;
    const what = `is ${offM.toFixed(3)} m and ${offMPerS.toFixed(4)} m/s off the orbit that its neighbours make`;
    worst = { vector: i, ratio, what };
  }
  // A damaged vector spoils the comparison of its neighbours too, but its own most.
  if (worst.what !== '') throw fail(worst.vector, worst.what);
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, k) => value - (b[k] as number)));
}
