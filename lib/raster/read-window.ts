import { promisify } from 'node:util';
import { inflate, zstdDecompress } from 'node:zlib';
import { createRaster, type RasterArray } from './data-type.ts';
import { decodeBlock, decodedBytes, decompressionLimits, finishBlock } from './decode-block.ts';
import { InvalidTiffError } from './invalid-tiff.error.ts';
import { TruncatedSourceError } from './range-source.ts';
import { releaseMemory } from './release-memory.ts';
import type { TiffImage, TiffLevel } from './tiff-image.ts';

export interface PixelWindow {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

export interface ReadWindowOptions {
  /** 0-based, default 0. */
  readonly band?: number;
  /** Index into `image.levels`, default 0. The window counts that level's pixels. */
  readonly level?: number;
}

/** Neighbouring blocks are fetched together up to this size: object stores are slow at small ranges. */
const MAX_RANGE_BYTES = 4 * 2 ** 20;
/** Unwanted bytes that are read along rather than starting a second range. */
const MAX_GAP_BYTES = 64 * 1024;
/** Blocks of one range are decoded together: without this limit, thousands of all-equal tiles would fill the memory. */
const MAX_DECODED_BYTES = 16 * 2 ** 20;
const RANGES_IN_FLIGHT = 8;
/** Blocks up to this size take less time to decode than to hand to another thread. */
const MAX_DECODED_AT_ONCE = 128 * 1024;
/** Fewer at once where blocks are huge, whatever the file says of them. */
const MAX_DECODED_IN_FLIGHT_BYTES = 128 * 2 ** 20;

const inflateAsync = promisify(inflate);
const zstdDecompressAsync = promisify(zstdDecompress);

/** One block, or the wanted rows of an uncompressed one, with its place in the image. */
interface BlockPart {
  readonly offset: number;
  readonly byteCount: number;
  readonly column: number;
  readonly row: number;
  readonly rows: number;
}

/**
 * Takes `count` samples of one row of the window from `samples[from]`, `samples[from + stride]` …; the first of them is that
 * of the window's `row` and `column`.
 */
export type RowVisitor = (
  samples: RasterArray,
  from: number,
  stride: number,
  row: number,
  column: number,
  count: number,
) => void;

/**
 * Pixels of one band, row-major, in the image's data type; sparse blocks give nodata, or 0 without one.
 *
 * @throws as {@link visitRows}
 */
export async function readWindow(
  image: TiffImage,
  window: PixelWindow,
  options: ReadWindowOptions = {},
): Promise<RasterArray> {
  const { width, height } = window;
  let out: RasterArray | undefined;
  // Memory is taken when the block index has shown that the size in the header can be true.
  const target = () => {
    out ??= createRaster(image.dataType, width * height);
    return out;
  };
  await visitRows(image, window, options, (samples, from, stride, row, column, count) => {
    const data = target();
    const to = row * width + column;
    if (stride === 1) data.set(samples.subarray(from, from + count), to);
    else for (let i = 0; i < count; i++) data[to + i] = samples[from + i * stride] as number;
  });
  return target();
}

/**
 * As {@link readWindow}, but hands the rows of each block on as soon as it is decoded, in the order in which that happens:
 * for readers that convert every sample anyway.
 *
 * @throws RangeError if the window does not lie within the level
 * @throws InvalidTiffError naming file and block if data are damaged or the file ends before them
 */
export async function visitRows(
  image: TiffImage,
  window: PixelWindow,
  options: ReadWindowOptions,
  visit: RowVisitor,
): Promise<void> {
  const { band = 0, level: index = 0 } = options;
  const level = image.levels[index];
  if (!level || !(band >= 0 && band < image.bands)) throw new RangeError(`no level ${index}, band ${band}`);
  const { column, row, width, height } = window;
  if (column < 0 || row < 0 || column + width > level.width || row + height > level.height) {
    throw new RangeError(`window ${column},${row} ${width}×${height} is not within ${level.width}×${level.height}`);
  }
  const { parts, holes } = await findBlocks(image, level, window, band);
  const { blockWidth } = level.layout;
  if (holes.length > 0) {
    const nothing = createRaster(image.dataType, blockWidth).fill(image.nodata ?? 0);
    for (const hole of holes) visitBlock(hole, blockWidth, window, (...place) => visit(nothing, 0, 1, ...place));
  }
  const blockBytes = decodedBytes(level.layout, level.layout.blockHeight);
  const ranges = coalesce(parts, blockBytes);
  const inFlight = Math.min(Math.max(Math.floor(MAX_DECODED_IN_FLIGHT_BYTES / blockBytes), 1), RANGES_IN_FLIGHT);
  let next = 0;
  const worker = async () => {
    for (let range = ranges[next++]; range; range = ranges[next++])
      await readRange(image, level, window, band, range, visit);
  };
  await Promise.all(Array.from({ length: Math.min(inFlight, ranges.length) }, worker));
}

/** Blocks that the window touches: those with data, ordered by offset, and sparse ones. */
async function findBlocks(image: TiffImage, level: TiffLevel, window: PixelWindow, band: number) {
  const { layout, blocksAcross, blocksDown } = level;
  const [offsets, byteCounts] = await Promise.all([level.blockOffsets(), level.blockByteCounts()]);
  const first = image.planar ? band * blocksAcross * blocksDown : 0;
  const rowBytes = decodedBytes(layout, 1);
  const parts: BlockPart[] = [];
  const holes: BlockPart[] = [];
  if (window.width === 0 || window.height === 0) return { parts, holes };
  const lastBlockRow = Math.floor((window.row + window.height - 1) / layout.blockHeight);
  const lastBlockColumn = Math.floor((window.column + window.width - 1) / layout.blockWidth);
  for (let by = Math.floor(window.row / layout.blockHeight); by <= lastBlockRow; by++) {
    for (let bx = Math.floor(window.column / layout.blockWidth); bx <= lastBlockColumn; bx++) {
      const block = first + by * blocksAcross + bx;
      const offset = offsets[block] as number;
      const byteCount = byteCounts[block] as number;
      const top = by * layout.blockHeight;
      const rows = level.tiled ? layout.blockHeight : Math.min(layout.blockHeight, level.height - top);
      const column = bx * layout.blockWidth;
      if (offset === 0 && byteCount === 0) {
        holes.push({ offset, byteCount, column, row: top, rows });
      } else if (offset + byteCount > image.source.size) {
        throw new InvalidTiffError(
          `${image.source.name}, block ${block}`,
          `its bytes ${offset} to ${offset + byteCount} lie past the end of the file at ${image.source.size}`,
        );
      } else if (layout.compression === 1 && byteCount < rows * rowBytes) {
        const where = `${image.source.name}, block ${block}`;
        throw new InvalidTiffError(where, `${byteCount} bytes where ${rows * rowBytes} are needed`);
      } else if (layout.compression === 1) {
        const from = Math.max(window.row, top);
        const count = Math.min(window.row + window.height, top + rows) - from;
        const start = offset + (from - top) * rowBytes;
        parts.push({ offset: start, byteCount: count * rowBytes, column, row: from, rows: count });
      } else {
        parts.push({ offset, byteCount, column, row: top, rows });
      }
    }
  }
  parts.sort((a, b) => a.offset - b.offset);
  return { parts, holes };
}

function coalesce(parts: readonly BlockPart[], decodedBlockBytes: number): BlockPart[][] {
  const ranges: BlockPart[][] = [];
  let current: BlockPart[] = [];
  let start = 0;
  let end = 0;
  for (const part of parts) {
    const stop = part.offset + part.byteCount;
    const fits = stop - start <= MAX_RANGE_BYTES && (current.length + 1) * decodedBlockBytes <= MAX_DECODED_BYTES;
    if (current.length > 0 && part.offset - end <= MAX_GAP_BYTES && fits) {
      current.push(part);
      end = Math.max(end, stop);
    } else {
      current = [part];
      ranges.push(current);
      start = part.offset;
      end = stop;
    }
  }
  return ranges;
}

async function readRange(
  image: TiffImage,
  level: TiffLevel,
  window: PixelWindow,
  band: number,
  parts: readonly BlockPart[],
  visit: RowVisitor,
): Promise<void> {
  const { blockWidth, samplesPerBlockPixel: stride } = level.layout;
  const first = image.planar ? 0 : band;
  const start = parts[0]?.offset ?? 0;
  const end = parts.reduce((max, part) => Math.max(max, part.offset + part.byteCount), start);
  const bytes = await image.source.read(start, end - start).catch((cause: unknown) => {
    if (cause instanceof TruncatedSourceError) throw new InvalidTiffError(image.source.name, cause.message, { cause });
    throw cause;
  });
  await Promise.all(
    parts.map(async (part) => {
      const from = part.offset - start;
      try {
        const stored = bytes.subarray(from, from + part.byteCount);
        const samples = await decode(stored, level, part.rows);
        visitBlock(part, blockWidth, window, (row, column, count) => {
          const at = (row + window.row - part.row) * blockWidth + column + window.column - part.column;
          visit(samples, at * stride + first, stride, row, column, count);
        });
        if (samples.buffer !== stored.buffer) releaseMemory(samples);
      } catch (error) {
        if (!(error instanceof InvalidTiffError)) throw error;
        const where = `${image.source.name}, block at row ${part.row}, column ${part.column}, byte ${part.offset}`;
        throw new InvalidTiffError(where, error.what, { cause: error });
      }
    }),
  );
}

/** As {@link decodeBlock}, but deflate and Zstandard run on libuv's thread pool. */
async function decode(bytes: Uint8Array, level: TiffLevel, rows: number): Promise<RasterArray> {
  const { layout } = level;
  const { compression } = layout;
  const decompress = compression === 8 || compression === 32946 ? inflateAsync : zstdDecompressAsync;
  const isSmall = decodedBytes(layout, rows) <= MAX_DECODED_AT_ONCE;
  if (compression === 1 || compression === 5 || isSmall) return decodeBlock(bytes, layout, rows);
  let raw: Uint8Array;
  try {
    raw = await decompress(bytes, decompressionLimits(layout, rows));
  } catch (cause) {
    throw new InvalidTiffError('block', `the compressed data are damaged (${(cause as Error).message})`, { cause });
  }
  return finishBlock(raw, layout, rows);
}

/** The rows that a block and a window share: row and column of the window, and how many samples. */
function visitBlock(
  block: BlockPart,
  blockWidth: number,
  window: PixelWindow,
  visit: (row: number, column: number, count: number) => void,
): void {
  const fromColumn = Math.max(window.column, block.column);
  const toColumn = Math.min(window.column + window.width, block.column + blockWidth);
  const toRow = Math.min(window.row + window.height, block.row + block.rows);
  for (let row = Math.max(window.row, block.row); row < toRow; row++) {
    visit(row - window.row, fromColumn - window.column, toColumn - fromColumn);
  }
}
