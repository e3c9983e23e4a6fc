import type { Annotation } from './annotation.ts';
import { SPEED_OF_LIGHT } from './speed-of-light.ts';

/**
 * Beyond the imaged swath the polynomial is trusted this far, then continued by its tangent: in all generations its slope
 * stays within 2 % of 1 / sin(incidence) there. High ground beside the near edge lies up to 8 km before the swath.
 */
const TRUSTED_MARGIN_M = 20_000;

/**
 * Ground range (m) of a slant range (m) at a time: Σ cᵢ (R − sr0)ⁱ with sr0 and cᵢ linear in time between the
 * product's records. The same line is continued for one spacing of the records beyond the first and last, for images
 * of IPF 2.36 end 0.7 s after their last record; farther out the values stay. The polynomials are of high degree and
 * run wild outside the swath, where points just beside the image must not come back into it: there the tangent at the
 * swath's end is used. IPF 3.31 seems to take the nearest record itself: its grids come out within 0.01 pixel so, within
 * 0.36 by the usual line.
 */
export function createSlantToGround(annotation: Annotation): (timeS: number, slantRangeM: number) => number {
  const { slantToGround: records, geolocationGrid } = annotation;
  const last = records.length - 1;
  const terms = records[0]?.coefficients.length ?? 0;
  const time = Float64Array.from(records, (record) => record.timeS);
  const sr0 = Float64Array.from(records, (record) => record.sr0M);
  const coefficients = Float64Array.from(records.flatMap((record) => [...record.coefficients]));
  let nearest = Number.POSITIVE_INFINITY;
  let farthest = 0;
  for (const twoWayS of geolocationGrid.slantRangeTimeS) {
    nearest = Math.min(nearest, (twoWayS * SPEED_OF_LIGHT) / 2);
    farthest = Math.max(farthest, (twoWayS * SPEED_OF_LIGHT) / 2);
  }
  nearest -= TRUSTED_MARGIN_M;
  farthest += TRUSTED_MARGIN_M;
  let piece = 0;
  return (timeS, slantRangeM) => {
    while (piece > 0 && timeS < (time[piece] as number)) piece--;
    while (piece < last - 1 && timeS >= (time[piece + 1] as number)) piece++;
    const next = Math.min(piece + 1, last);
    const t0 = time[piece] as number;
    const w = next === piece ? 0 : Math.min(Math.max((timeS - t0) / ((time[next] as number) - t0), -1), 2);
    const origin = (sr0[piece] as number) * (1 - w) + (sr0[next] as number) * w;
    const trusted = Math.min(Math.max(slantRangeM, nearest), farthest);
    const x = trusted - origin;
    let value = 0;
    let slope = 0;
    for (let i = terms - 1; i >= 0; i--) {
      const c = (coefficients[piece * terms + i] as number) * (1 - w) + (coefficients[next * terms + i] as number) * w;
      slope = slope * x + value;
      value = value * x + c;
    }
    return value + (slantRangeM - trusted) * slope;
  };
}
