import {
  add,
  type Complex,
  complex,
  divide,
  multiply,
  scale,
  squaredModulus,
  squareRoot,
  subtract,
} from './complex.ts';

export type Polarisation = 'VV' | 'HH';

/** What a smooth facet contributes to the integral equation model: products of its Kirchhoff (f) and complementary (F) fields. */
export interface IemField {
  /** |f|² */
  readonly kirchhoff: number;
  /** Re(f F*) */
  readonly cross: number;
  /** |F|² / 4 */
  readonly complementary: number;
}

/**
 * Field coefficients of the backscatter IEM (Fung, Li & Chen 1992, IEEE TGRS 30(2), eqs. 4–6 at backscatter).
 * F_vv is the compact form that equals the expanded one with a plus between its two brackets; with the minus that some
 * prints have, σ0_VV is 2.1 dB too low.
 * @param fresnelAngleRad angle of the Fresnel coefficients: the incidence angle, or 0 for the normal-incidence option
 */
export function iemField(
  polarisation: Polarisation,
  thetaRad: number,
  permittivity: Complex,
  fresnelAngleRad = thetaRad,
): IemField {
  const one = complex(1);
  const cos = Math.cos(thetaRad);
  const sin2 = Math.sin(thetaRad) ** 2;
  const reflection = fresnel(polarisation, fresnelAngleRad, permittivity);
  const square = multiply(add(one, reflection), add(one, reflection));
  let f: Complex;
  let bigF: Complex;
  if (polarisation === 'VV') {
    const inverse = divide(one, permittivity);
    f = scale(reflection, 2 / cos);
    bigF = multiply(square, subtract(one, inverse));
    bigF = multiply(bigF, add(one, scale(inverse, sin2 / (cos * cos))));
    bigF = scale(bigF, (2 * sin2) / cos);
  } else {
    f = scale(reflection, -2 / cos);
    bigF = scale(multiply(square, subtract(permittivity, one)), (-2 * sin2) / cos ** 3);
  }
  return {
    kirchhoff: squaredModulus(f),
    cross: f.re * bigF.re + f.im * bigF.im,
    complementary: squaredModulus(bigF) / 4,
  };
}

function fresnel(polarisation: Polarisation, angleRad: number, permittivity: Complex): Complex {
  const cos = complex(Math.cos(angleRad));
  const transmitted = squareRoot(subtract(permittivity, complex(Math.sin(angleRad) ** 2)));
  const incident = polarisation === 'VV' ? multiply(permittivity, cos) : cos;
  return divide(subtract(incident, transmitted), add(incident, transmitted));
}
