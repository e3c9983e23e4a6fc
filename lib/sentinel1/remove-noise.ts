import { type NoiseTable, noisePowerAt } from './noise-table.ts';
import { type SigmaNoughtTable, sigmaNoughtAt } from './sigma-nought-table.ts';

/**
 * Thermal noise is removed here and nowhere else: σ⁰ = (mean DN² − η) / A², linear power, with η and A at the
 * given place (the centre of a 100-m pixel). The sign is kept, so that averages of many pixels stay unbiased; a mean
 * that is still ≤ 0 is dealt with after averaging. Without noise values in the product η is 0 (QA bit 7).
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
