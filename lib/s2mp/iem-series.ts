import { InvalidForwardInputError } from './invalid-forward-input.error.ts';

/** A rough surface: rms height, correlation length, and the shape of its correlation function. */
export interface RoughSurface {
  readonly hrmsCm: number;
  readonly correlationLengthCm: number;
  readonly correlation: 'gaussian' | 'exponential';
}

/** Roughness sums of the IEM; with an `IemField` they give σ0 = kirchhoff·|f|² + cross·Re(fF*) + complementary·|F|²/4. */
export interface IemSeries {
  readonly kirchhoff: number;
  readonly cross: number;
  readonly complementary: number;
}

/** Tail of each sum that may be left out, relative to the sum: 1e-12 is 4e-12 dB. */
const RELATIVE_TAIL = 1e-12;

/** Of (k·Hrms·cos θ)²: the number of terms grows with it. At C-band this is Hrms of more than 2 m, far beyond any field. */
const MAX_ROUGHNESS = 1e5;

/**
 * The three sums over the order n of the single-scattering IEM (Fung, Li & Chen 1992), which depend on angle and
 * roughness only: expanding |I_n|² with I_n = (2kz)ⁿ f e^(−s²kz²) + kzⁿ F/2 separates them from the permittivity.
 *
 * Terms are formed as logarithms, because (4s²kz²)ⁿ and n! overflow long before the sum ends (Hrms 3.8 cm at 20° needs
 * over 120 terms), and summed until the geometric bound of the tail is negligible, never to a fixed order.
 * @param waveNumberPerCm k = 2πf/c, cm⁻¹
 * @throws {InvalidForwardInputError} too rough to be summed, or no surface
 */
export function iemSeries(waveNumberPerCm: number, thetaRad: number, surface: RoughSurface): IemSeries {
  const u = (waveNumberPerCm * Math.cos(thetaRad) * surface.hrmsCm) ** 2;
  if (!(u > 0 && u <= MAX_ROUGHNESS && surface.correlationLengthCm > 0)) {
    throw new InvalidForwardInputError(
      `the IEM is not summed for k·Hrms·cos θ of ${Math.sqrt(u)} and a correlation length of ${surface.correlationLengthCm} cm`,
    );
  }
  const base = Math.log((waveNumberPerCm * waveNumberPerCm) / 2);
  const horizontal = 2 * waveNumberPerCm * Math.sin(thetaRad);
  // (2kz)²ⁿ e^(−4u), (2kz)ⁿkzⁿ e^(−3u) and kz²ⁿ e^(−2u), with s²ⁿ taken into u.
  const kirchhoff = sumOrders(4 * u, base - 4 * u, horizontal, surface);
  const cross = sumOrders(2 * u, base - 3 * u, horizontal, surface);
  const complementary = sumOrders(u, base - 2 * u, horizontal, surface);
  return { kirchhoff, cross, complementary };
}

/** Σ_{n≥1} e^(offset) xⁿ Wₙ / n!. The ratio of successive terms falls with n, which makes the tail bound valid. */
function sumOrders(x: number, offset: number, horizontalPerCm: number, surface: RoughSurface): number {
  const logX = Math.log(x);
  let logFactorial = 0;
  let sum = 0;
  let previous = Number.NEGATIVE_INFINITY;
  for (let n = 1; ; n++) {
    logFactorial += Math.log(n);
    const logTerm = offset + n * logX - logFactorial + logSpectrum(n, horizontalPerCm, surface);
    const term = Math.exp(logTerm);
    sum += term;
    const ratio = Math.exp(logTerm - previous);
    if (ratio < 1 && (term * ratio) / (1 - ratio) <= RELATIVE_TAIL * sum) return sum;
    previous = logTerm;
  }
}

/** Natural logarithm of the roughness spectrum Wₙ(K) of the n-th power of the correlation function, cm². */
function logSpectrum(n: number, horizontalPerCm: number, surface: RoughSurface): number {
  const length = surface.correlationLengthCm;
  const kl2 = (horizontalPerCm * length) ** 2;
  if (surface.correlation === 'gaussian') return Math.log((length * length) / (2 * n)) - kl2 / (4 * n);
  return 2 * Math.log(length / n) - 1.5 * Math.log1p(kl2 / (n * n));
}
