import { type NoiseTable, noisePowerAt } from './noise-table.ts';
import { type SigmaNoughtTable, sigmaNoughtAt } from './sigma-nought-table.ts';

/**
 * Thermal noise is removed so and in no other way: σ⁰ = (mean DN² − η) / A², linear power, with η and A at the
 * given place (the centre of a 100-m pixel). The sign is kept, so that averages of many pixels stay unbiased; a mean
 * that is still ≤ 0 is dealt with after averaging. Without noise values in the product η is 0 (QA bit 7). Where η is
 * not smooth within a pixel, correct-noise-at-breaks.ts puts its mean in the centre value's place.
 */
export function sigma0WithoutNoise(
  meanDnSquared: number,
  line: number,
  sample: number,
  noise: NoiseTable,
  sigmaNought: SigmaNoughtTable,
): number {
  const a = sigmaNoughtAt(sigmaNought, line, sample);
  return (meanDnSquared - noisePowerAt(noise, line, sample)) / (a * a);
}
