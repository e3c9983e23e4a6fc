import type { Complex } from './complex.ts';
import type { ForwardParameters } from './forward-parameters.ts';
import { hallikainenPermittivity } from './hallikainen-dielectric.ts';
import { type IemField, iemField, type Polarisation } from './iem-field.ts';
import { type IemSeries, iemSeries } from './iem-series.ts';
import { mironovPermittivity } from './mironov-dielectric.ts';

/** cm/s; the four digits of the published check values. */
const LIGHT_SPEED_CM_S = 2.998e10;

/**
 * IEM_B: the IEM with a Gaussian correlation function whose length is the fitted Lopt of Baghdadi et al. 2006, so that
 * roughness is Hrms alone. σ0 of bare soil = `iemBSigma0(iemBSeries(…), iemBField(…))`; the two halves share only the
 * angle, which `forward-table.ts` lives on.
 */
export function iemBSeries(
  polarisation: Polarisation,
  thetaRad: number,
  hrmsCm: number,
  parameters: ForwardParameters,
): IemSeries {
  return iemSeries(waveNumberPerCm(parameters.frequencyGHz), thetaRad, {
    hrmsCm,
    correlationLengthCm: optimalCorrelationLengthCm(polarisation, thetaRad, hrmsCm, parameters),
    correlation: 'gaussian',
  });
}

export function iemBField(
  polarisation: Polarisation,
  thetaRad: number,
  smM3M3: number,
  parameters: ForwardParameters,
): IemField {
  const fresnelAngleRad = parameters.fresnelAngle === 'incidence' ? thetaRad : 0;
  return iemField(polarisation, thetaRad, soilPermittivity(smM3M3, parameters), fresnelAngleRad);
}

/** σ0 of bare soil, linear power. */
export function iemBSigma0(series: IemSeries, field: IemField): number {
  return series.kirchhoff * field.kirchhoff + series.cross * field.cross + series.complementary * field.complementary;
}

export function waveNumberPerCm(frequencyGHz: number): number {
  return (2 * Math.PI * frequencyGHz * 1e9) / LIGHT_SPEED_CM_S;
}

/** Lopt (cm) of Baghdadi et al. 2006: offset + factor · sin(angleFactor·θ)^exponent · Hrms. */
export function optimalCorrelationLengthCm(
  polarisation: Polarisation,
  thetaRad: number,
  hrmsCm: number,
  p: ForwardParameters,
): number {
  return polarisation === 'VV'
    ? p.loptVvOffsetCm + p.loptVvFactor * Math.sin(p.loptVvAngleFactor * thetaRad) ** p.loptVvExponent * hrmsCm
    : p.loptHhOffsetCm + p.loptHhFactor * Math.sin(p.loptHhAngleFactor * thetaRad) ** p.loptHhExponent * hrmsCm;
}

function soilPermittivity(smM3M3: number, p: ForwardParameters): Complex {
  return p.dielectric === 'mironov'
    ? mironovPermittivity(smM3M3, p.clayPercent, p.frequencyGHz)
    : hallikainenPermittivity(smM3M3, p.sandPercent, p.clayPercent, p.frequencyGHz);
}
