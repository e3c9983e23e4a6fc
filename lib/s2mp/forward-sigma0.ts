import { RADIANS_PER_DEGREE } from '../grid/wgs84.ts';
import { DEFAULT_FORWARD_PARAMETERS, type ForwardParameters } from './forward-parameters.ts';
import { iemBField, iemBSeries, iemBSigma0 } from './iem-b.ts';
import type { Polarisation } from './iem-field.ts';
import { InvalidForwardInputError } from './invalid-forward-input.error.ts';
import { waterCloud } from './water-cloud.ts';

/**
 * σ0 (linear power) of a field of crops or grass: IEM_B soil under a Water Cloud of the given NDVI.
 * Exact and slow (some 10 µs); millions of evaluations go through `forward-table.ts`.
 * @param smM3M3 soil moisture, m³ m⁻³
 * @param ndvi 0 is bare soil
 * @param polarisation HH has no verified vegetation term and is defined at NDVI 0 only
 * @throws {InvalidForwardInputError} outside 0 < θ < 90°, Hrms > 0, 0 ≤ SM ≤ 1, NDVI ≥ 0, HH with vegetation, or where σ0
 * vanishes (seen almost from above)
 */
export function forwardSigma0(
  thetaDeg: number,
  hrmsCm: number,
  smM3M3: number,
  ndvi: number,
  parameters: ForwardParameters = DEFAULT_FORWARD_PARAMETERS,
  polarisation: Polarisation = 'VV',
): number {
  demand('incidence angle', thetaDeg, 'in 0–90°', thetaDeg > 0 && thetaDeg < 90);
  demand('Hrms', hrmsCm, 'positive, in cm', hrmsCm > 0 && hrmsCm < Number.POSITIVE_INFINITY);
  demand('soil moisture', smM3M3, 'in 0–1 m³ m⁻³', smM3M3 >= 0 && smM3M3 <= 1);
  demand('NDVI', ndvi, '0 or more', ndvi >= 0 && ndvi < Number.POSITIVE_INFINITY);
  if (polarisation === 'HH' && ndvi !== 0) {
    throw new InvalidForwardInputError(`HH has no vegetation term: NDVI must be 0, not ${ndvi}`);
  }
  const thetaRad = thetaDeg * RADIANS_PER_DEGREE;
  const soil = iemBSigma0(
    iemBSeries(polarisation, thetaRad, hrmsCm, parameters),
    iemBField(polarisation, thetaRad, smM3M3, parameters),
  );
  if (!(soil > 0 && soil < Number.POSITIVE_INFINITY)) {
    throw new InvalidForwardInputError(
      `the soil has a sigma0 of ${soil} at ${thetaDeg}° with Hrms ${hrmsCm} cm: the model does not reach that far`,
    );
  }
  if (ndvi === 0) return soil;
  return waterCloud(soil, Math.cos(thetaRad), ndvi, parameters.waterCloudA, parameters.waterCloudB);
}

function demand(name: string, value: number, rule: string, holds: boolean): void {
  if (!holds) throw new InvalidForwardInputError(`${name} must be ${rule}, not ${value}`);
}
