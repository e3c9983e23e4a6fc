import type { Complex } from './complex.ts';

const VACUUM_PERMITTIVITY_F_M = 8.854e-12;
const INFINITE_FREQUENCY_PERMITTIVITY = 4.9;

/** Refractive index n and normalised attenuation κ of soil water: Debye relaxation with conductivity. */
function waterRefraction(staticPermittivity: number, relaxationS: number, conductivitySM: number, omega: number) {
  const span = staticPermittivity - INFINITE_FREQUENCY_PERMITTIVITY;
  const x = omega * relaxationS;
  const re = INFINITE_FREQUENCY_PERMITTIVITY + span / (1 + x * x);
  const im = (x * span) / (1 + x * x) + conductivitySM / (omega * VACUUM_PERMITTIVITY_F_M);
  const modulus = Math.hypot(re, im);
  return { n: Math.sqrt((modulus + re) / 2), kappa: Math.sqrt((modulus - re) / 2) };
}

/**
 * Relative permittivity of moist soil by Mironov et al. 2009, IEEE TGRS 47(7): refractive mixing of dry soil, bound
 * and free water, driven by clay alone.
 * @param smM3M3 volumetric soil moisture, m³ m⁻³
 */
export function mironovPermittivity(smM3M3: number, clayPercent: number, frequencyGHz: number): Complex {
  const c = clayPercent;
  const omega = 2 * Math.PI * frequencyGHz * 1e9;
  const nDry = 1.634 - 0.539e-2 * c + 0.2748e-4 * c * c;
  const kappaDry = 0.03952 - 0.04038e-2 * c;
  const maxBoundWater = 0.02863 + 0.30673e-2 * c;
  const bound = waterRefraction(
    79.8 - 85.4e-2 * c + 32.7e-4 * c * c,
    1.062e-11 + 3.45e-14 * c,
    0.3112 + 0.467e-2 * c,
    omega,
  );
  const free = waterRefraction(100, 8.5e-12, 0.3631 + 1.217e-2 * c, omega);
  const boundWater = Math.min(smM3M3, maxBoundWater);
  const freeWater = smM3M3 - boundWater;
  const n = nDry + (bound.n - 1) * boundWater + (free.n - 1) * freeWater;
  const kappa = kappaDry + bound.kappa * boundWater + free.kappa * freeWater;
  return { re: n * n - kappa * kappa, im: -2 * n * kappa };
}
