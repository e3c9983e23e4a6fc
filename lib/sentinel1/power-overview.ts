import { InputError } from '../errors/input.error.ts';
import { readWindow } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';

/** Of the overview that is used: 80 m, the coarsest that is finer than the pixels of the retrieval. */
export const OVERVIEW_FACTOR = 8;
/** Overview samples along a side of the block that is compared with the image. */
const COMPARED = 16;
/** Each of three steps of halving rounds to whole DN. */
const TOLERANCE_DN = 2;
/** Of the mean power: means of amplitudes would be 3 % too low for speckle of 4.4 looks, single samples far off. */
const TOLERANCE_POWER = 0.01;

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

/** Compares a block in the upper lines, where image and overview lie on each other whatever the rounding of sizes. */
async function holdsPower(image: TiffImage, level: number): Promise<boolean> {
  const { width, height } = image.levels[level] ?? image.levels[0];
  const row = Math.min(COMPARED, Math.max(height - COMPARED, 0));
  const [columns, rows] = [Math.min(COMPARED, width), Math.min(COMPARED, height)];
  for (const part of [1 / 2, 1 / 4, 3 / 4]) {
    const column = Math.min(Math.floor(width * part), width - columns);
    const overview = await readWindow(image, { column, row, width: columns, height: rows }, { level });
    if (overview.includes(0)) continue; // the image may end there
    const k = OVERVIEW_FACTOR;
    const base = { column: column * k, row: row * k, width: columns * k, height: rows * k };
    return isRootMeanSquare(overview, await readWindow(image, base), columns);
  }
  return false;
}

function isRootMeanSquare(overview: ArrayLike<number>, base: ArrayLike<number>, columns: number): boolean {
  const k = OVERVIEW_FACTOR;
  let power = 0;
  let expectedPower = 0;
  for (let i = 0; i < overview.length; i++) {
    const row = Math.floor(i / columns);
    const column = i - row * columns;
    let sum = 0;
    for (let y = 0; y < k; y++) {
      const start = (row * k + y) * columns * k + column * k;
      for (let x = 0; x < k; x++) sum += (base[start + x] as number) ** 2;
    }
    const value = overview[i] as number;
    if (Math.abs(value - Math.sqrt(sum / (k * k))) > TOLERANCE_DN) return false;
    power += value * value;
    expectedPower += sum / (k * k);
  }
  return Math.abs(power / expectedPower - 1) < TOLERANCE_POWER;
}
