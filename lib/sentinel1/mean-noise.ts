import { CORNERS_PER_SIDE } from './locate-corners.ts';
import { type NoiseTable, noisePowerAt } from './noise-table.ts';

/**
 * Mean of η (DN²) over the samples of a 100-m pixel, those whose centres lie inside its four corners and the image: line
 * by line, each run of samples cut at the breaks of the noise, between which its middle stands for it.
 *
 * @param breaks samples after which the noise goes on differently, ascending
 * @param corners of a 1-km cell's pixels: line and sample of corner k at 2k
 * @param nw the pixel's north-western corner
 * @returns NaN if no sample lies inside
 */
export function meanNoise(
  table: NoiseTable,
  breaks: Int32Array,
  corners: Float64Array,
  nw: number,
  image: { readonly lines: number; readonly samples: number },
): number {
  const ring = [nw, nw + 1, nw + CORNERS_PER_SIDE + 1, nw + CORNERS_PER_SIDE, nw];
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 4; k++) {
    lowest = Math.min(lowest, corners[2 * (ring[k] as number)] as number);
    highest = Math.max(highest, corners[2 * (ring[k] as number)] as number);
  }
  let sum = 0;
  let count = 0;
  const end = Math.min(Math.ceil(highest), image.lines);
  for (let line = Math.max(Math.ceil(lowest), 0); line < end; line++) {
    let left = Number.POSITIVE_INFINITY;
    let right = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < 4; k++) {
      const one = 2 * (ring[k] as number);
      const other = 2 * (ring[k + 1] as number);
      const l0 = corners[one] as number;
      const l1 = corners[other] as number;
      if (l0 <= line === l1 <= line) continue;
      const p0 = corners[one + 1] as number;
      const sample = p0 + (((corners[other + 1] as number) - p0) / (l1 - l0)) * (line - l0);
      left = Math.min(left, sample);
      right = Math.max(right, sample);
    }
    const from = Math.max(Math.ceil(left), 0);
    const to = Math.min(Math.ceil(right), image.samples);
    let start = from;
    for (let i = 0; start < to; i++) {
      const next = i < breaks.length ? (breaks[i] as number) : to;
      if (next < start) continue;
      const stop = Math.min(next + 1, to);
      sum += (stop - start) * noisePowerAt(table, line, (start + stop - 1) / 2);
      start = stop;
    }
    count += Math.max(to - from, 0);
  }
  return sum / count;
}
