/**
 * The forward model once more, from other formulas than `lib/s2mp`: roughness as an integral in space instead of a series
 * of orders, F_vv in its expanded form, and nothing shared but the published coefficients, typed in again. Slow.
 */
type Complex = readonly [re: number, im: number];
const plus = (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]];
const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const by = (a: Complex, factor: number): Complex => [a[0] * factor, a[1] * factor];
const over = (a: Complex, b: Complex): Complex => by(times(a, [b[0], -b[1]]), 1 / (b[0] ** 2 + b[1] ** 2));
const root = ([re, im]: Complex): Complex => {
  const [modulus, phase] = [Math.hypot(re, im), Math.atan2(im, re)];
  return [Math.sqrt(modulus) * Math.cos(phase / 2), Math.sqrt(modulus) * Math.sin(phase / 2)];
};

const FREQUENCY_GHZ = 5.405;
const K_PER_CM = (2 * Math.PI * FREQUENCY_GHZ) / 29.9792458;

/** Hallikainen et al. 1985, Table II, rows of 4 and 6 GHz: 1, S, C times 1, m, m². */
const [GHZ4, GHZ6] = [
  {
    re: [2.927, -0.012, -0.001, 5.505, 0.371, 0.062, 114.826, -0.389, -0.547],
    im: [0.004, 0.001, 0.002, 0.951, 0.005, -0.01, 16.759, 0.192, 0.29],
  },
  {
    re: [1.993, 0.002, 0.015, 38.086, -0.176, -0.633, 10.72, 1.256, 1.522],
    im: [-0.123, 0.002, 0.003, 7.502, -0.058, -0.116, 2.942, 0.452, 0.543],
  },
] as const;

function permittivity(smM3M3: number, sandPercent: number, clayPercent: number): Complex {
  const terms = [1, smM3M3, smM3M3 ** 2].flatMap((power) => [power, sandPercent * power, clayPercent * power]);
  const sum = (row: readonly number[]): number => row.reduce((total, value, i) => total + value * (terms[i] ?? 0), 0);
  const share = (FREQUENCY_GHZ - 4) / 2;
  return [sum(GHZ4.re) * (1 - share) + sum(GHZ6.re) * share, sum(GHZ4.im) * (1 - share) + sum(GHZ6.im) * share];
}

/**
 * Σ xⁿ Wₙ(K) / n! · e^(−x) over all n ≥ 1 is ∫∫ (e^(xρ) − 1) e^(−x) cos(KX) dX dY / 2π with ρ = exp(−(X² + Y²)/L²): the
 * trapezoidal rule over a quarter plane, exact to rounding for so smooth a function.
 */
function roughness(x: number, horizontalPerCm: number, lengthCm: number): number {
  const step = lengthCm / (5 + 4 * Math.sqrt(x));
  const reach = Math.ceil((6 * lengthCm) / step);
  const gauss = Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(((i * step) / lengthCm) ** 2)));
  let sum = 0;
  for (let i = 0; i <= reach; i++) {
    let column = 0;
    for (let j = 0; j <= reach; j++) {
      const correlation = (gauss[i] as number) * (gauss[j] as number);
      column += (j === 0 ? 0.5 : 1) * (Math.exp(x * (correlation - 1)) - Math.exp(-x));
    }
    sum += (i === 0 ? 0.5 : 1) * column * Math.cos(horizontalPerCm * i * step);
  }
  return (4 * sum * step * step) / (2 * Math.PI);
}

function soilSigma0(polarisation: 'VV' | 'HH', theta: number, hrmsCm: number, epsilon: Complex): number {
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
  const lengthCm =
    polarisation === 'VV'
      ? 1.281 + (0.134 * hrmsCm) / Math.sin(0.19 * theta) ** 1.59
      : 0.162 + (3.006 * hrmsCm) / Math.sin(1.23 * theta) ** 1.494;
  const below = plus(epsilon, [-sin * sin, 0]);
  const q = root(below);
  let f: Complex;
  let complementary: Complex;
  if (polarisation === 'VV') {
    const reflection = over(plus(by(epsilon, cos), by(q, -1)), plus(by(epsilon, cos), q));
    const [down, up] = [plus([1, 0], by(reflection, -1)), plus([1, 0], reflection)];
    const first = plus([1, 0], by(over(epsilon, below), -cos * cos));
    const second = plus([1, 0], by(over([1, 0], epsilon), -1));
    f = by(reflection, 2 / cos);
    complementary = by(plus(times(first, times(down, down)), times(second, times(up, up))), (2 * sin * sin) / cos);
  } else {
    const reflection = over(plus([cos, 0], by(q, -1)), plus([cos, 0], q));
    const up = plus([1, 0], reflection);
    f = by(reflection, -2 / cos);
    complementary = by(times(times(up, up), plus(epsilon, [-1, 0])), (-2 * sin * sin) / cos ** 3);
  }
  const u = (K_PER_CM * cos * hrmsCm) ** 2;
  const horizontal = 2 * K_PER_CM * sin;
  // The factors e^(−4u), e^(−3u) and e^(−2u) of the three products, less the e^(−x) that `roughness` has taken already.
  const single = (f[0] ** 2 + f[1] ** 2) * roughness(4 * u, horizontal, lengthCm);
  const cross =
    (f[0] * complementary[0] + f[1] * complementary[1]) * Math.exp(-u) * roughness(2 * u, horizontal, lengthCm);
  const double =
    ((complementary[0] ** 2 + complementary[1] ** 2) / 4) * Math.exp(-u) * roughness(u, horizontal, lengthCm);
  return (K_PER_CM ** 2 / 2) * (single + cross + double);
}

/** σ0 in dB. SM in m³ m⁻³, texture in percent. */
export function independentSigma0Db(
  polarisation: 'VV' | 'HH',
  thetaDeg: number,
  hrmsCm: number,
  smM3M3: number,
  ndvi: number,
  sandPercent = 30,
  clayPercent = 25,
): number {
  const theta = (thetaDeg / 180) * Math.PI;
  const soil = soilSigma0(polarisation, theta, hrmsCm, permittivity(smM3M3, sandPercent, clayPercent));
  const twoWay = Math.exp((-2 * 0.5513 * ndvi) / Math.cos(theta));
  return 10 * Math.log10(0.095 * ndvi * Math.cos(theta) * (1 - twoWay) + twoWay * soil);
}
