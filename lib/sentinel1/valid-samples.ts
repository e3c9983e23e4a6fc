import { InputError } from '../errors/input.error.ts';
import { readWindow } from '../raster/read-window.ts';
import type { TiffImage } from '../raster/tiff-image.ts';

/** First and last image column that holds data; beside them the processor writes zeros. */
export interface ValidSamples {
  readonly first: number;
  readonly last: number;
}

/** Zero borders of real scenes have up to about 600 columns. */
const BORDER_SAMPLES = 2048;
const PROBED_LINES = 5;
/** Lines looked at before a scene is called empty: every 64th. */
const SEARCH_STEP = 64;

/**
 * Estimates the valid columns from a few lines read: the median of the first and last sample that is not 0. Throws
 * InputError('no-valid-pixels') if there is nothing but zeros on every 64th line.
 */
export async function findValidSamples(image: TiffImage): Promise<ValidSamples> {
  const { width, height } = image.levels[0];
  const probes = Array.from({ length: PROBED_LINES }, (_, i) => Math.floor((height * (i + 0.5)) / PROBED_LINES));
  const found = await validSamplesOf(image, [...new Set(probes)], Math.min(BORDER_SAMPLES, width));
  if (found) return found;
  const everywhere = Array.from({ length: Math.ceil(height / SEARCH_STEP) }, (_, i) => i * SEARCH_STEP);
  const late = await validSamplesOf(image, everywhere, width);
  if (late) return late;
  throw new InputError(
    'no-valid-pixels',
    image.source.name,
    `no pixel holds data: all of ${everywhere.length} lines looked at are 0`,
    'This product is empty; nothing can be retrieved from it.',
  );
}

async function validSamplesOf(image: TiffImage, lines: number[], border: number): Promise<ValidSamples | undefined> {
  const { width } = image.levels[0];
  const firsts: number[] = [];
  const lasts: number[] = [];
  for (const row of lines) {
    const left = await readWindow(image, { column: 0, row, width: border, height: 1 });
    const first = left.findIndex((dn) => dn !== 0);
    if (first < 0) continue;
    const right = await readWindow(image, { column: width - border, row, width: border, height: 1 });
    const last = right.findLastIndex((dn) => dn !== 0);
    if (last < 0) continue;
    firsts.push(first);
    lasts.push(width - border + last);
  }
  const first = median(firsts);
  const last = median(lasts);
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
