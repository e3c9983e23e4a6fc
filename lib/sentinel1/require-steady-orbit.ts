import { InputError } from '../errors/input.error.ts';
import type { Annotation, OrbitStates } from './annotation.ts';
import { createOrbit } from './orbit.ts';

/** Turns the zero-Doppler plane by ten lines in the far range; real vectors agree within 0.12. */
const TOLERANCE_M_PER_S = 1;
/**
 * Times the step between vectors: where such an error bends the interpolated path as much as the velocity's tolerance
 * (the slope of a cubic in its middle is 1.5 of the rise). Real vectors agree within 0.06.
 */
const TOLERANCE_M_PER_STEP_S = 0.6;

/**
 * Compares every state vector with the path through its neighbours (10-s vectors: 4 mm; an end vector: 1 cm). The
 * geolocation grid does not see all of them: a damaged one between two of its lines would shift a part of the map.
 * Throws InputError('invalid-annotation').
 */
export function requireSteadyOrbit({ orbit }: Pick<Annotation, 'orbit'>, where: string): void {
  const { timeS, positionM, velocityMPerS } = orbit;
  const last = timeS.length - 1;
  if (last < 2) return;
  const expected = new Float64Array(9);
  for (let i = 0; i <= last; i++) {
    const [a, b] = i === 0 ? [1, 2] : i === last ? [last - 2, last - 1] : [i - 1, i + 1];
    createOrbit(pairOf(orbit, a, b)).stateAt(timeS[i] as number, expected);
    const step = Math.min(...[a, b].map((k) => Math.abs((timeS[k] as number) - (timeS[i] as number))));
    const offM = distance(expected.subarray(0, 3), positionM.subarray(3 * i, 3 * i + 3));
    const offMPerS = distance(expected.subarray(3, 6), velocityMPerS.subarray(3 * i, 3 * i + 3));
    if (offM <= TOLERANCE_M_PER_STEP_S * step && offMPerS <= TOLERANCE_M_PER_S) continue;
    throw new InputError(
      'invalid-annotation',
      where,
      `<product/generalAnnotation/orbitList> is no path of a satellite: vector ${i} is ${offM.toFixed(1)} m and ` +
        `${offMPerS.toFixed(2)} m/s off the path through its neighbours`,
      'Download the product again; if it stays so, report it to the data provider.',
    );
  }
}

function pairOf({ timeS, positionM, velocityMPerS }: OrbitStates, a: number, b: number): OrbitStates {
  const pick = (values: Float64Array) =>
    Float64Array.of(...values.subarray(3 * a, 3 * a + 3), ...values.subarray(3 * b, 3 * b + 3));
  return {
    timeS: Float64Array.of(timeS[a] as number, timeS[b] as number),
    positionM: pick(positionM),
    velocityMPerS: pick(velocityMPerS),
  };
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.hypot(...a.map((value, k) => value - (b[k] as number)));
}
