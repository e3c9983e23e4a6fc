import { InputError } from '../errors/input.error.ts';
import { readWindow } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';

/** Of the overview that is used: 80 m, the coarsest that is finer than the pixels of the retrieval. */
export const OVERVIEW_FACTOR = 8;
/** Overview samples along a side of the block that is compared with the image. */
const COMPARED = 16;
/** Of the mean power of the block: means of amplitudes are 5 % too low for speckle of 4.4 looks. */
const TOLERANCE_MEAN = 0.015;
/**
 * Root mean square of what single samples differ by, as a share of their power. Where the sizes are not divided exactly, some
 * per cent of neighbouring lines mix in; single samples instead of means are off by half.
 */
const TOLERANCE_SAMPLE = 0.15;

/**
 * The level of the overview, made by a factor of 8, whose samples are root mean squares of the image's. What the file's tag
 * says is believed if it says otherwise; in any case one block is compared with the image, for many files say nothing.
 *
 * @throws InputError `no-power-overview`
 */
export async function requirePowerOverview(image: TiffImage): Promise<number> {
  const fail = (what: string) =>
    new InputError('no-power-overview', image.source.name, what, 'Process it without --fast.');
  const [full] = image.levels;
  const isOf = (size: number, fullSize: number) => Math.abs(size * OVERVIEW_FACTOR - fullSize) < OVERVIEW_FACTOR;
  const level = image.levels.findIndex((l) => isOf(l.width, full.width) && isOf(l.height, full.height));
  if (level < 0) throw fail(`the image has no overview by a factor of ${OVERVIEW_FACTOR}`);
  const said = image.overviewResampling;
  if (said !== undefined && said !== 'RMS') throw fail(`its overviews were made by ${said}, not as root mean squares`);
  await rejectInvalidTiff('invalid-measurement', 'Download the product again.', async () => {
    if (!(await holdsPower(image, level))) throw fail('its overviews are no root mean squares of the image');
  });
  return level;
}

/** Compares a block in the upper lines, where image and overview lie on each other even if sizes were rounded. */
async function holdsPower(image: TiffImage, level: number): Promise<boolean> {
  const [full] = image.levels;
  const overviewSize = image.levels[level] ?? full;
  // Whole samples: the last one of a size that was rounded up reaches beyond the image.
  const width = Math.min(overviewSize.width, Math.floor(full.width / OVERVIEW_FACTOR));
  const height = Math.min(overviewSize.height, Math.floor(full.height / OVERVIEW_FACTOR));
  if (width === 0 || height === 0) return false;
  const [columns, rows] = [Math.min(COMPARED, width), Math.min(COMPARED, height)];
  for (const row of [COMPARED, 4 * COMPARED].map((at) => Math.min(at, height - rows))) {
    for (const part of [1 / 2, 1 / 4, 3 / 4]) {
      const column = Math.min(Math.floor(width * part), width - columns);
      const overview = await readWindow(image, { column, row, width: columns, height: rows }, { level });
      if (overview.includes(0)) continue; // the image may end there
      const k = OVERVIEW_FACTOR;
      const base = { column: column * k, row: row * k, width: columns * k, height: rows * k };
      return isRootMeanSquare(overview, await readWindow(image, base), columns);
    }
  }
  return false;
}

function isRootMeanSquare(overview: ArrayLike<number>, base: ArrayLike<number>, columns: number): boolean {
  const k = OVERVIEW_FACTOR;
  let power = 0;
  let expectedPower = 0;
  let deviation = 0;
  for (let i = 0; i < overview.length; i++) {
    const row = Math.floor(i / columns);
    const column = i - row * columns;
    let sum = 0;
    for (let y = 0; y < k; y++) {
      const start = (row * k + y) * columns * k + column * k;
      for (let x = 0; x < k; x++) sum += (base[start + x] as number) ** 2;
    }
    const expected = sum / (k * k);
    const found = (overview[i] as number) ** 2;
    power += found;
    expectedPower += expected;
    deviation += (found / expected - 1) ** 2;
  }
  const isMeanRight = Math.abs(power / expectedPower - 1) < TOLERANCE_MEAN;
  return isMeanRight && Math.sqrt(deviation / overview.length) < TOLERANCE_SAMPLE;
}
