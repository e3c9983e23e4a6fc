import type { DataTest } from './data-test.ts';
import type { ValidSamples } from './valid-samples.ts';

/** Border noise reaches this many samples or lines into the image, at most. */
const MARGIN = 500;
/** Noise before the first or after the last line of a sub-swath is as wide as that, some 8700 samples. */
const MIN_WIDE_RUN = 2000;

/**
 * Sets the border noise of some whole lines to 0, in place.
 *
 * Only what hangs together with the border is masked, not any dark sample near it: dark fields and lakes inside the
 * margin keep all their samples, else the mean of what is left would be too bright. From the left and the right edge
 * that is the run of samples up to the first image (see {@link DataTest}). At the first and last lines, where a whole
 * sub-swath may start late or end early, it is a run of 20 km or more; a band of lines can tell that by itself.
 *
 * @param valid samples and lines where image was found; the margin counts from there
 */
export function maskBorderNoise(
  dn: Uint16Array,
  firstLine: number,
  lines: number,
  samples: number,
  valid: ValidSamples,
  test: DataTest,
): void {
  const leftLimit = Math.min(valid.first + MARGIN, samples);
  const rightLimit = Math.max(valid.last + 1 - MARGIN, 0);
  for (let i = 0; i < lines; i++) {
    const line = firstLine + i;
    const row = dn.subarray(i * samples, (i + 1) * samples);
    row.fill(0, 0, borderFromLeft(row, line, leftLimit, test));
    row.fill(0, borderFromRight(row, line, rightLimit, test));
    if (line < valid.firstLine + MARGIN || line > valid.lastLine - MARGIN) maskWideRuns(row, line, test);
  }
}

/** First sample of the image, or the limit. */
function borderFromLeft(row: Uint16Array, line: number, limit: number, test: DataTest): number {
  let inARow = 0;
  for (let i = 0; i < limit; i++) {
    inARow = test.isData(row[i] as number, line, i) ? inARow + 1 : 0;
    if (inARow === test.runLength) return i + 1 - inARow;
  }
  return limit;
}

/** The sample after the last of the image, or the limit. */
function borderFromRight(row: Uint16Array, line: number, limit: number, test: DataTest): number {
  let inARow = 0;
  for (let i = row.length - 1; i >= limit; i--) {
    inARow = test.isData(row[i] as number, line, i) ? inARow + 1 : 0;
    if (inARow === test.runLength) return i + inARow;
  }
  return limit;
}

function maskWideRuns(row: Uint16Array, line: number, test: DataTest): void {
  let start = 0;
  let dark = 0;
  let inARow = 0;
  const endRun = (end: number) => {
    if (dark >= MIN_WIDE_RUN) row.fill(0, start, end);
  };
  for (let i = 0; i < row.length; i++) {
    const value = row[i] as number;
    if (test.isData(value, line, i)) {
      inARow++;
      if (inARow < test.runLength) continue;
      endRun(i + 1 - test.runLength);
      start = i + 1;
      dark = 0;
    } else {
      inARow = 0;
      // Zeros are no data already.
      if (value !== 0) dark++;
    }
  }
  endRun(row.length);
}
