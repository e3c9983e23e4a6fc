import { InputError } from '../errors/input.error.ts';
import type { Annotation, SlantToGround } from './annotation.ts';
import { SPEED_OF_LIGHT } from './speed-of-light.ts';

/** A tenth of a 1-km cell. Real polynomials jump by up to 33 m from second to second. */
const TOLERANCE_M = 100;
const PROBES = 9;

/**
 * Compares every slant-to-ground record with the line through its neighbours in time, at ranges across the swath. The
 * geolocation grid does not see all of them: a damaged one between two of its lines would shift a part of the map.
 * Throws InputError('invalid-annotation').
 */
export function requireSteadyRanges(annotation: Annotation, where: string): void {
  const { slantToGround: records, geolocationGrid } = annotation;
  const last = records.length - 1;
  if (last < 2) return;
  const rangesM = geolocationGrid.slantRangeTimeS.map((twoWayS) => (twoWayS * SPEED_OF_LIGHT) / 2);
  const nearM = Math.min(...rangesM);
  const stepM = (Math.max(...rangesM) - nearM) / (PROBES - 1);
  records.forEach((record, i) => {
    const [before, after] = i === 0 ? [1, 2] : i === last ? [last - 2, last - 1] : [i - 1, i + 1];
    const [a, b] = [records[before], records[after]];
    if (!a || !b) return;
    const w = (record.timeS - a.timeS) / (b.timeS - a.timeS);
    for (let k = 0; k < PROBES; k++) {
      const rangeM = nearM + k * stepM;
      const offM = groundRangeM(record, rangeM) - (groundRangeM(a, rangeM) * (1 - w) + groundRangeM(b, rangeM) * w);
      if (Math.abs(offM) <= TOLERANCE_M) continue;
      throw new InputError(
        'invalid-annotation',
        where,
        `<product/coordinateConversion/coordinateConversionList> is not steady: its record ${i} is ` +
          `${Math.abs(offM).toFixed(0)} m off its neighbours at a slant range of ${rangeM.toFixed(0)} m`,
        'Download the product again; if it stays so, report it to the data provider.',
      );
    }
  });
}

function groundRangeM({ sr0M, coefficients }: SlantToGround, slantRangeM: number): number {
  const x = slantRangeM - sr0M;
  return coefficients.reduceRight((sum, c) => sum * x + c, 0);
}
