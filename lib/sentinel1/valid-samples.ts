import { InputError } from '../errors/input.error.ts';
import { readWindow } from '../raster/read-window.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import { type DataTest, NOT_ZERO } from './data-test.ts';
import { findFirstLine } from './find-first-line.ts';

/** First and last column and line of the image that hold data; beside them the processor writes zeros, or noise. */
export interface ValidSamples {
  readonly first: number;
  readonly last: number;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Zero borders of real scenes have up to about 600 columns. */
const BORDER_SAMPLES = 2048;
const PROBED_LINES = 5;
/** A tile of a COG. */
const FIRST_LOOK_SAMPLES = 512;
/** Lines looked at before a scene is called empty: every 64th. */
const SEARCH_STEP = 64;

/** First and last sample of data in a line. */
interface ValidLine {
  readonly line: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Estimates the valid columns from a few lines read: the median of the first and last sample of data; and from there
 * the first and last valid line. Throws InputError('no-valid-pixels') if there is no data on every 64th line.
 */
export async function findValidSamples(image: TiffImage, test: DataTest = NOT_ZERO): Promise<ValidSamples> {
  const found = await findValidLines(image, test);
  const first = median(found.map((valid) => valid.first));
  const last = median(found.map((valid) => valid.last));
  const lines = found.map(({ line }) => line);
  const { height } = image.levels[0];
  const [firstLine, fromBottom] = await Promise.all([
    findFirstLine(Math.min(...lines), (line) => holdsData(image, line, first, last, test)),
    findFirstLine(height - 1 - Math.max(...lines), (line) => holdsData(image, height - 1 - line, first, last, test)),
  ]);
  return { first, last, firstLine, lastLine: height - 1 - fromBottom };
}

/** Of a few lines, or if these are empty of every 64th, those with data. */
async function findValidLines(image: TiffImage, test: DataTest): Promise<ValidLine[]> {
  const { width, height } = image.levels[0];
  const probes = Array.from({ length: PROBED_LINES }, (_, i) => Math.floor((height * (i + 0.5)) / PROBED_LINES));
  const border = Math.min(BORDER_SAMPLES, width);
  const probed = await Promise.all([...new Set(probes)].map((line) => validLine(image, line, border, test)));
  const found = probed.filter((valid) => valid !== undefined);
  if (found.length > 0) return found;
  for (let line = 0; line < height; line += SEARCH_STEP) {
    const valid = await validLine(image, line, width, test);
    if (valid) found.push(valid);
  }
  if (found.length > 0) return found;
  throw new InputError(
    'no-valid-pixels',
    image.source.name,
    `no pixel holds data: all of ${Math.ceil(height / SEARCH_STEP)} lines looked at are 0`,
    'This product is empty; nothing can be retrieved from it.',
  );
}

async function validLine(image: TiffImage, line: number, border: number, test: DataTest) {
  const { width } = image.levels[0];
  const [first, fromRight] = await Promise.all([
    firstRun(border, async (count) => {
      const left = await readWindow(image, { column: 0, row: line, width: count, height: 1 });
      return findRun(count, test, (i) => test.isData(left[i] as number, line, i));
    }),
    firstRun(border, async (count) => {
      const right = await readWindow(image, { column: width - count, row: line, width: count, height: 1 });
      return findRun(count, test, (i) => test.isData(right[count - 1 - i] as number, line, width - 1 - i));
    }),
  ]);
  return first < 0 || fromRight < 0 ? undefined : { line, first, last: width - 1 - fromRight };
}

/** Looks at some samples from an edge, and at twice as many until there are data: most borders are narrow, tiles costly. */
async function firstRun(most: number, look: (count: number) => Promise<number>): Promise<number> {
  for (let count = Math.min(FIRST_LOOK_SAMPLES, most); ; count = Math.min(2 * count, most)) {
    const found = await look(count);
    if (found >= 0 || count === most) return found;
  }
}

/** Looked at of a line to tell whether it holds data: some samples at three places of the valid columns. */
const PLACES = [1 / 2, 1 / 6, 5 / 6];
const PLACE_SAMPLES = 128;

async function holdsData(image: TiffImage, row: number, first: number, last: number, test: DataTest) {
  const width = Math.min(PLACE_SAMPLES, last - first + 1);
  for (const place of PLACES) {
    const column = first + Math.round(place * (last - first + 1 - width));
    const values = await readWindow(image, { column, row, width, height: 1 });
    if (findRun(width, test, (i) => test.isData(values[i] as number, row, column + i)) >= 0) return true;
  }
  return false;
}

/** First of as many samples in a row as make data; −1 if there are none. */
function findRun(length: number, { runLength }: DataTest, isData: (i: number) => boolean): number {
  for (let i = 0, inARow = 0; i < length; i++) {
    inARow = isData(i) ? inARow + 1 : 0;
    if (inARow === runLength) return i + 1 - inARow;
  }
  return -1;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] as number;
}
