/** Bits of a table index: 4096 equally probable values. */
export const QUANTILE_BITS = 12;
const COUNT = 1 << QUANTILE_BITS;

/**
 * Quantiles of a density at the middles of 4096 equally probable intervals, by cumulating the density over `from`…`to`.
 * Drawing from the table with a random index gives the distribution without its outermost 0.012 % on each side.
 */
function quantiles(density: (x: number) => number, from: number, to: number): Float64Array {
  const steps = 1 << 18;
  const dx = (to - from) / steps;
  let total = 0;
  for (let i = 0; i < steps; i++) total += density(from + (i + 0.5) * dx);
  const table = new Float64Array(COUNT);
  let cumulated = 0;
  let k = 0;
  for (let i = 0; i < steps && k < COUNT; i++) {
    const p = density(from + (i + 0.5) * dx) / total;
    while (k < COUNT && cumulated + p >= (k + 0.5) / COUNT) {
      table[k] = from + (i + ((k + 0.5) / COUNT - cumulated) / p) * dx;
      k++;
    }
    cumulated += p;
  }
  return table;
}

let normal: Float32Array | undefined;
const speckles = new Map<number, Float32Array>();

/** Standard normal deviates: mean 0 and variance 1 hold exactly for the table as a whole. */
export function normalQuantiles(): Float32Array {
  normal ??= createNormalQuantiles();
  return normal;
}

function createNormalQuantiles(): Float32Array {
  const table = quantiles((x) => Math.exp((-x * x) / 2), -6, 6);
  let variance = 0;
  for (const x of table) variance += (x * x) / COUNT;
  const scale = 1 / Math.sqrt(variance);
  return Float32Array.from(table, (x) => x * scale);
}

/**
 * Square roots of gamma-distributed speckle of `looks` looks: an amplitude times such a value has the power of
 * multilooked speckle. Mean power 1 holds exactly, so that speckle adds no bias.
 */
export function speckleAmplitudes(looks: number): Float32Array {
  const known = speckles.get(looks) ?? createSpeckleAmplitudes(looks);
  speckles.set(looks, known);
  return known;
}

function createSpeckleAmplitudes(looks: number): Float32Array {
  const table = quantiles((x) => x ** (looks - 1) * Math.exp(-looks * x), 0, 8);
  let mean = 0;
  for (const x of table) mean += x / COUNT;
  return Float32Array.from(table, (x) => Math.sqrt(x / mean));
}
