import { writeEcef } from '../grid/wgs84.ts';
import type { SlantToGround } from '../sentinel1/annotation.ts';
import { fitPolynomial } from './fit-polynomial.ts';
import { flatSurface, type GroundPoint, locateOnSurface, seePoint } from './look-geometry.ts';
import type { StateAt } from './sun-synchronous-orbit.ts';

const COEFFICIENTS = 9;
/** Height above the ellipsoid at which slant and ground range are tied together, m. */
const GROUND_HEIGHT_M = 200;
/** The polynomials hold this far on either side of the swath, since readers look a little beyond it, m. */
const MARGIN_M = 4000;

/**
 * Slant-to-ground records every second, as the IPF writes them: ground range is the length of the path along the
 * ellipsoid in the plane of zero Doppler, dg = dR / sin θ, from sr0 on.
 */
export function groundRangePolynomials(
  stateAt: StateAt,
  durationS: number,
  sr0M: number,
  spanM: number,
  start: { readonly lonDeg: number; readonly latDeg: number },
): SlantToGround[] {
  const surface = flatSurface(GROUND_HEIGHT_M, start.lonDeg);
  const point: GroundPoint = { ...start, heightM: 0 };
  const state = new Float64Array(9);
  const scratch = new Float64Array(3);
  const ecef = new Float64Array(3);
  const records: SlantToGround[] = [];
  for (let timeS = -2; timeS < durationS + 2; timeS += 1) {
    stateAt(timeS, state);
    const groundPerSlant = (slantM: number): number => {
      locateOnSurface(state, slantM, surface, scratch, point);
      writeEcef(point.lonDeg, point.latDeg, GROUND_HEIGHT_M, ecef);
      const { incidenceDeg } = seePoint(stateAt, point.lonDeg, point.latDeg, ecef, timeS);
      return 1 / Math.sin((incidenceDeg * Math.PI) / 180);
    };
    const ground = integralOf(groundPerSlant, sr0M, -MARGIN_M, spanM + MARGIN_M);
    records.push({ timeS, sr0M, coefficients: fitPolynomial(ground, -MARGIN_M, spanM + MARGIN_M, COEFFICIENTS) });
  }
  return records;
}

/** ∫ f(sr0 + x) dx from 0, for x in [from, to]: f by a polynomial, integrated term by term. */
function integralOf(f: (slantM: number) => number, sr0M: number, from: number, to: number): (x: number) => number {
  const c = fitPolynomial((x) => f(sr0M + x), from, to, COEFFICIENTS);
  return (x) => {
    let value = 0;
    for (let k = c.length - 1; k >= 0; k--) value = value * x + (c[k] as number) / (k + 1);
    return value * x;
  };
}

export function groundRangeM({ coefficients }: SlantToGround, slantPastSr0M: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * slantPastSr0M + (coefficients[k] as number);
  return value;
}
