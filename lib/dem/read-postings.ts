import { InputError } from '../errors/input.error.ts';
import type { BoundingBox } from '../grid/grid-window.ts';
import type { TileCorner } from '../grid/tile-name.ts';
import { RADIANS_PER_DEGREE } from '../grid/wgs84.ts';
import { isFloat } from '../raster/data-type.ts';
import { openTiff } from '../raster/open-tiff.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { type PixelWindow, readWindow } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import { averageBlocks, heightsOf } from './average-blocks.ts';
import { fillVoids } from './fill-voids.ts';
import { isNoise } from './is-noise.ts';
import type { PostingGrid } from './posting-grid.ts';

/** Finer posts than the 100-m pixels would only add noise to their geometry; 125 m takes GLO-30 at a quarter. */
const MAX_SPACING_M = 125;
const METRES_PER_DEGREE = 111_700;
/** About a kilometre: a coarser model says nothing about the slopes of a 1-km cell. */
export const MAX_POSTING_DEG = 0.01;
/** A tile may miss its degree square, or reach beyond it, by this many of its pixels (half a pixel in GLO-30). */
const MAX_SHIFT_PIXELS = 1.5;

const REMEDY = 'Use Copernicus GLO-30 tiles, or make the tile again: EPSG:4326, north-up, one band of metres.';

/**
 * Posts of one DEM tile in and around a box (degrees relative to the tile's corner). Where the file is registered is
 * read from it: GLO-30 has posts on the degree lines, so that its pixels are shifted by half of one.
 * @throws InputError `invalid-dem`
 */
export async function readPostings(source: RangeSource, corner: TileCorner, box: BoundingBox): Promise<PostingGrid> {
  return rejectInvalidTiff('invalid-dem', REMEDY, async () => {
    const image = await openTiff(source);
    const grid = registration(image, source.name, corner);
    const factor = reductionFactor(grid, corner);
    const [stepLonDeg, stepLatDeg] = [grid.stepLonDeg * factor, grid.stepLatDeg * factor];
    // Post (i, j) of the reduced grid lies in the middle of factor × factor pixels.
    const first = { east: grid.westEdgeDeg + stepLonDeg / 2, north: grid.northEdgeDeg - stepLatDeg / 2 };
    const columns = Math.floor(image.levels[0].width / factor);
    const rows = Math.floor(image.levels[0].height / factor);
    const [west, south, east, north] = box;
    const window = clip(
      (west - first.east) / stepLonDeg,
      (east - first.east) / stepLonDeg,
      (first.north - north) / stepLatDeg,
      (first.north - south) / stepLatDeg,
      columns,
      rows,
    );
    const heightM = await readReduced(image, factor, window);
    fillVoids(heightM, window.width, window.height);
    return {
      corner,
      westDeg: first.east + window.column * stepLonDeg,
      northDeg: first.north - window.row * stepLatDeg,
      stepLonDeg,
      stepLatDeg,
      columns: window.width,
      rows: window.height,
      heightM,
    };
  });
}

/** Outer edges relative to the tile's corner, and pixel size. */
interface Registration {
  readonly westEdgeDeg: number;
  readonly northEdgeDeg: number;
  readonly stepLonDeg: number;
  readonly stepLatDeg: number;
}

function registration(image: TiffImage, name: string, corner: TileCorner): Registration {
  const fail = (what: string): never => {
    throw new InputError('invalid-dem', name, what, REMEDY);
  };
  const { width, height } = image.levels[0];
  if (image.bands !== 1) return fail(`the tile has ${image.bands} bands, not 1`);
  if (image.epsg !== undefined && image.epsg !== 4326) return fail(`the tile is in EPSG:${image.epsg}, not EPSG:4326`);
  if (!image.transform) return fail('the tile has no geotransform');
  const [x0, dx, rx, y0, ry, dy] = image.transform;
  if (!(dx > 0 && dy < 0 && rx === 0 && ry === 0)) return fail('the tile is not north-up');
  if (dx > MAX_POSTING_DEG || -dy > MAX_POSTING_DEG) return fail(`pixels of ${dx}° × ${-dy}° are too coarse`);
  const grid = { westEdgeDeg: x0 - corner.lon, northEdgeDeg: y0 - corner.lat, stepLonDeg: dx, stepLatDeg: -dy };
  const misfits = [
    grid.westEdgeDeg / dx,
    (grid.westEdgeDeg + width * dx - 1) / dx,
    (grid.northEdgeDeg - 1) / -dy,
    (grid.northEdgeDeg + height * dy) / -dy,
  ];
  if (misfits.some((pixels) => !(Math.abs(pixels) <= MAX_SHIFT_PIXELS))) {
    const edges = [x0, y0 + height * dy, x0 + width * dx, y0].map((edge) => Number(edge.toFixed(6)));
    return fail(`the tile covers ${edges.join(', ')} (W, S, E, N), not the degree square that its name says`);
  }
  return grid;
}

/** The largest power of two by which pixels can be averaged and still be ≤ 125 m apart anywhere in the tile. */
function reductionFactor(grid: Registration, { lat }: TileCorner): number {
  const nearestEquator = lat >= 0 ? lat : lat + 1;
  const spacing = Math.max(
    grid.stepLatDeg * METRES_PER_DEGREE,
    grid.stepLonDeg * METRES_PER_DEGREE * Math.cos(nearestEquator * RADIANS_PER_DEGREE),
  );
  return 2 ** Math.max(Math.floor(Math.log2(MAX_SPACING_M / spacing)), 0);
}

/** Posts around a range of positions, one more on each side, at least one. */
function clip(left: number, right: number, top: number, bottom: number, columns: number, rows: number): PixelWindow {
  const column = Math.min(Math.max(Math.floor(left) - 1, 0), columns - 1);
  const row = Math.min(Math.max(Math.floor(top) - 1, 0), rows - 1);
  const lastColumn = Math.max(Math.min(Math.ceil(right) + 1, columns - 1), column);
  const lastRow = Math.max(Math.min(Math.ceil(bottom) + 1, rows - 1), row);
  return { column, row, width: lastColumn - column + 1, height: lastRow - row + 1 };
}

/** Means of factor × factor pixels: from an overview that holds them, else from the full resolution. */
async function readReduced(image: TiffImage, factor: number, window: PixelWindow): Promise<Float32Array> {
  const [full] = image.levels;
  const level = image.levels.findIndex((l) => l.width * factor === full.width && l.height * factor === full.height);
  if (factor > 1 && level > 0) {
    const overview = await readHeights(image, window, level);
    if (await holdsMeans(image, factor, window, overview)) return overview;
  }
  return averageFull(image, factor, window);
}

async function averageFull(image: TiffImage, factor: number, window: PixelWindow): Promise<Float32Array> {
  const [width, height] = [window.width * factor, window.height * factor];
  const full = { column: window.column * factor, row: window.row * factor, width, height };
  return averageBlocks(await readHeights(image, full, 0), width, height, factor);
}

async function readHeights(image: TiffImage, window: PixelWindow, level: number): Promise<Float32Array> {
  const stored = await readWindow(image, window, { level });
  if (isNoise(stored, image.nodata)) {
    throw new InputError('invalid-dem', image.source.name, 'most of its samples are no heights in metres', REMEDY);
  }
  return heightsOf(stored, image.nodata);
}

/**
 * By how much (m) an overview may differ from means: it then moves a sample by less than 2 m. Other smooth kernels (cubic,
 * bilinear) stay within it on all but the roughest ground; picked pixels, which are shifted by half a post and noisy, do not.
 */
const MEANS_TOLERANCE_M = 1;

/**
 * Whether an overview holds means of the full resolution rather than picked pixels. Looks at the one block of the full
 * image where the overview varies most.
 */
async function holdsMeans(image: TiffImage, factor: number, window: PixelWindow, overview: Float32Array) {
  const best = mostVariedBlock(image, factor, window, overview);
  const placed = { ...best, column: window.column + best.column, row: window.row + best.row };
  const means = await averageFull(image, factor, placed);
  // Writers of integers round at each level.
  const tolerance = MEANS_TOLERANCE_M + (isFloat(image.dataType) ? 0 : 1);
  for (let r = 0; r < best.height; r++) {
    for (let c = 0; c < best.width; c++) {
      const mean = means[r * best.width + c] as number;
      const value = overview[(best.row + r) * window.width + best.column + c] as number;
      if (Number.isNaN(mean) !== Number.isNaN(value) || Math.abs(mean - value) > tolerance) return false;
    }
  }
  return true;
}

/** Of a block, along each side, that are compared. */
const MAX_COMPARED_POSTS = 48;

/** The part of a block of the full image, in posts of the window, that varies most: comparing it reads one block alone. */
function mostVariedBlock(image: TiffImage, factor: number, window: PixelWindow, overview: Float32Array): PixelWindow {
  const { blockWidth, blockHeight } = image.levels[0].layout;
  const step = (side: number) => Math.max(Math.floor(side / factor), 1);
  const [stepX, stepY] = [step(blockWidth), step(blockHeight)];
  let best: PixelWindow = { column: 0, row: 0, width: 0, height: 0 };
  let bestRange = -1;
  const firstRow = Math.floor(window.row / stepY) * stepY - window.row;
  const firstColumn = Math.floor(window.column / stepX) * stepX - window.column;
  for (let top = firstRow; top < window.height; top += stepY) {
    for (let left = firstColumn; left < window.width; left += stepX) {
      const [column, row] = [Math.max(left, 0), Math.max(top, 0)];
      const width = Math.min(left + stepX, window.width, column + MAX_COMPARED_POSTS) - column;
      const height = Math.min(top + stepY, window.height, row + MAX_COMPARED_POSTS) - row;
      const range = rangeWithin(overview, window.width, { column, row, width, height });
      if (range > bestRange) {
        best = { column, row, width, height };
        bestRange = range;
      }
    }
  }
  return best;
}

function rangeWithin(values: Float32Array, stride: number, { column, row, width, height }: PixelWindow): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let r = row; r < row + height; r++) {
    for (let c = column; c < column + width; c++) {
      const value = values[r * stride + c] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return high - low;
}
