import { InputError } from '../errors/input.error.ts';
import type { Annotation } from './annotation.ts';
import { requireConsistentGeometry } from './require-consistent-geometry.ts';
import { requireSmoothOrbit } from './require-smooth-orbit.ts';
import { requireSteadyRanges } from './require-steady-ranges.ts';

/**
 * Turns the zero-Doppler plane by ten lines in the far range. Vectors of real annotations agree within 0.09 m/s (IPF
 * 2.36, vectors every second) and 0.02 m/s (every 10 s).
 */
const VELOCITY_TOLERANCE_M_PER_S = 1;
/**
 * Times the step between vectors: where such an error bends the path between them as much as the velocity's tolerance
 * (the slope of a cubic in its middle is 1.5 of the rise). Real vectors agree within 0.03.
 */
const POSITION_TOLERANCE_M_PER_S = 0.6;

/**
 * Orbit, polynomials and geolocation grid of an annotation must each be steady and agree: a damaged number would else
 * shift the map, or a part of it between two lines of the grid, without a word. Throws InputError('invalid-annotation').
 */
export function requireSoundGeometry(annotation: Annotation, where: string): void {
  const { timeS } = annotation.orbit;
  const limits = {
    positionM: POSITION_TOLERANCE_M_PER_S * ((timeS[1] as number) - (timeS[0] as number)),
    velocityMPerS: VELOCITY_TOLERANCE_M_PER_S,
  };
  const fail = (vector: number, what: string) =>
    new InputError(
      'invalid-annotation',
      where,
      `<product/generalAnnotation/orbitList> is damaged: its vector ${vector} ${what}`,
      'Download the product again; if it stays so, report it to the data provider.',
    );
  requireSmoothOrbit(annotation.orbit, fail, limits);
  requireSteadyRanges(annotation, where);
  requireConsistentGeometry(annotation, where);
}
