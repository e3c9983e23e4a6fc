import type { NoiseTable } from './noise-table.ts';

/**
 * Where the noise is not smooth: its slope changes by more than this share of its value per sample or line. Real tables
 * do so at sub-swath seams (up to a third) and between the bursts of IW2 and IW3 (1.4 and 2.8 %); those of IW1 (0.8 %)
 * move σ⁰ of −20 dB by less than 0.01 dB. Between ordinary nodes it is 0.004 %.
 */
const BREAK_SHARE = 0.01;

/** Samples and lines after which the noise goes on differently. Both ascending; none where there is no noise. */
export interface NoiseBreaks {
  readonly samples: Int32Array;
  /** One list per azimuth window of the table, in its order. */
  readonly lines: readonly Int32Array[];
}

export function findNoiseBreaks({ range, azimuth }: NoiseTable): NoiseBreaks {
  const samples = new Set<number>();
  if (range) {
    for (let row = 0; row < range.line.length; row++) {
      addBreaks(range.values.subarray(row * range.samples, (row + 1) * range.samples), samples);
    }
  }
  for (const { firstSample, lastSample } of azimuth) {
    if (firstSample > 0) samples.add(firstSample - 1);
    if (range && lastSample < range.samples - 1) samples.add(lastSample);
  }
  const lines = azimuth.map(({ factor, firstLine, lastLine }) => {
    const breaks = new Set<number>([lastLine - firstLine]); // another window goes on there, or none
    if (firstLine > 0) breaks.add(-1);
    addBreaks(factor, breaks);
    return ascending(breaks, firstLine);
  });
  return { samples: ascending(samples, 0), lines };
}

function addBreaks(values: Float32Array, breaks: Set<number>): void {
  for (let i = 1; i < values.length - 1; i++) {
    const value = values[i] as number;
    const bend = (values[i - 1] as number) - 2 * value + (values[i + 1] as number);
    if (Math.abs(bend) > BREAK_SHARE * value) breaks.add(i);
  }
}

function ascending(breaks: ReadonlySet<number>, offset: number): Int32Array {
  return Int32Array.from(breaks, (at) => at + offset).sort();
}

/** Whether one of `from` … `to` − 1 is a break: whether something changes between `from` and `to`. */
export function hasBreak(breaks: Int32Array, from: number, to: number): boolean {
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low < breaks.length && (breaks[low] as number) < to;
}
