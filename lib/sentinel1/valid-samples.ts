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
  const border = Math.min(BORDER_SAMPLES, width);
  // Side by side: in a store each of them would take the way there and back.
  const found = medianOf(await Promise.all([...new Set(probes)].map((row) => validSamplesOf(image, row, border))));
  if (found) return found;
  const everywhere = Array.from({ length: Math.ceil(height / SEARCH_STEP) }, (_, i) => i * SEARCH_STEP);
  const rows: (ValidSamples | undefined)[] = [];
  for (const row of everywhere) rows.push(await validSamplesOf(image, row, width));
  const late = medianOf(rows);
  if (late) return late;
  throw new InputError(
    'no-valid-pixels',
    image.source.name,
    `no pixel holds data: all of ${everywhere.length} lines looked at are 0`,
    'This product is empty; nothing can be retrieved from it.',
  );
}

/** First and last sample of a line that is not 0, looked for in its borders; undefined if either border is 0. */
async function validSamplesOf(image: TiffImage, row: number, border: number): Promise<ValidSamples | undefined> {
  const { width } = image.levels[0];
  const read = (column: number) => readWindow(image, { column, row, width: border, height: 1 });
  const left = read(0);
  const [atLeft, atRight] = await Promise.all([left, border === width ? left : read(width - border)]);
  const first = atLeft.findIndex((dn) => dn !== 0);
  const last = atRight.findLastIndex((dn) => dn !== 0);
  return first < 0 || last < 0 ? undefined : { first, last: width - border + last };
}

function medianOf(lines: readonly (ValidSamples | undefined)[]): ValidSamples | undefined {
  const found = lines.filter((line) => line !== undefined);
  const first = median(found.map((line) => line.first));
  const last = median(found.map((line) => line.last));
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

function median(values: number[]): number | undefined {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
