import type { Complex } from './complex.ts';

/** Polynomial coefficients at one frequency: [constant, sand, clay] (S, C in %) for the powers 0, 1 and 2 of moisture. */
interface HallikainenRow {
  readonly frequencyGHz: number;
  readonly real: readonly (readonly [number, number, number])[];
  readonly loss: readonly (readonly [number, number, number])[];
}

/** Hallikainen et al. 1985, IEEE TGRS 23(1), table II, the rows on both sides of C-band. */
const ROW_4_GHZ: HallikainenRow = {
  frequencyGHz: 4,
  real: [
    [2.927, -0.012, -0.001],
    [5.505, 0.371, 0.062],
    [114.826, -0.389, -0.547],
  ],
  loss: [
    [0.004, 0.001, 0.002],
    [0.951, 0.005, -0.01],
    [16.759, 0.192, 0.29],
  ],
};
const ROW_6_GHZ: HallikainenRow = {
  frequencyGHz: 6,
  real: [
    [1.993, 0.002, 0.015],
    [38.086, -0.176, -0.633],
    [10.72, 1.256, 1.522],
  ],
  loss: [
    [-0.123, 0.002, 0.003],
    [7.502, -0.058, -0.116],
    [2.942, 0.452, 0.543],
  ],
};

/**
 * Relative permittivity of moist soil by Hallikainen et al. 1985, linear in frequency between 4 and 6 GHz.
 * @param smM3M3 volumetric soil moisture, m³ m⁻³
 */
export function hallikainenPermittivity(
  smM3M3: number,
  sandPercent: number,
  clayPercent: number,
  frequencyGHz: number,
): Complex {
  const weight = (frequencyGHz - ROW_4_GHZ.frequencyGHz) / (ROW_6_GHZ.frequencyGHz - ROW_4_GHZ.frequencyGHz);
  const polynomial = (rows: HallikainenRow['real']): number => {
    let value = 0;
    for (let power = rows.length - 1; power >= 0; power--) {
      const [constant, sand, clay] = rows[power] as readonly [number, number, number];
      value = value * smM3M3 + constant + sand * sandPercent + clay * clayPercent;
    }
    return value;
  };
  const between = (at4: number, at6: number): number => at4 + weight * (at6 - at4);
  return {
    re: between(polynomial(ROW_4_GHZ.real), polynomial(ROW_6_GHZ.real)),
    im: -between(polynomial(ROW_4_GHZ.loss), polynomial(ROW_6_GHZ.loss)),
  };
}
