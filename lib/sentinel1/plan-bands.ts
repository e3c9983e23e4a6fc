import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { decodedBytes } from '../raster/decode-block.ts';
import type { TiffLevel } from '../raster/tiff-image.ts';
import type { WantedCells } from './wanted-cells.ts';

/** Lines per band, at least, unless the image ends: the unit of work. It does not depend on the number of threads. */
const BAND_LINES = 256;
/** Unwanted bytes that are read along rather than starting another range. */
const MAX_GAP_BYTES = 64 * 1024;

/** A run of bytes of the file and where they go in the band's buffer. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
  readonly bufferOffset: number;
}

/** A tile, strip or run of uncompressed lines within the band's buffer. */
export interface BandBlock {
  readonly bufferOffset: number;
  readonly byteCount: number;
  /** First image sample, first line counted from the band's. */
  readonly sample: number;
  readonly line: number;
  readonly lines: number;
}

export interface BandPlan {
  readonly firstLine: number;
  readonly lines: number;
  readonly ranges: readonly ByteRange[];
  readonly blocks: readonly BandBlock[];
  /** Sum of the ranges. */
  readonly bytes: number;
}

/** A piece of the file before it has a place in a buffer. */
interface FilePiece {
  readonly offset: number;
  readonly byteCount: number;
  readonly sample: number;
  readonly line: number;
  readonly lines: number;
}

/**
 * Cuts the image into bands of whole lines and finds what of the file each needs: only bands, and of tiled images
 * only tiles, that a wanted cell may touch. Sparse blocks (offset 0, no bytes) are left out: they hold DN 0.
 *
 * @param wholeLines all tiles of a band: border noise is told from dark ground by what lies along the line
 */
export async function planBands(level: TiffLevel, cells: WantedCells, wholeLines = false): Promise<BandPlan[]> {
  const [offsets, byteCounts] = await Promise.all([level.blockOffsets(), level.blockByteCounts()]);
  const { layout, height, width } = level;
  // Uncompressed lines can be read one by one, wherever strips begin.
  const byLines = !level.tiled && layout.compression === 1;
  const unit = byLines ? 1 : layout.blockHeight;
  const bandLines = Math.ceil(BAND_LINES / unit) * unit;
  const rowBytes = 2 * width;
  // Of lines that can be read one by one, those before the first wanted cell and after the last one are left out.
  const [top, end] = byLines ? wantedLines(cells, height) : [0, height];
  const plans: BandPlan[] = [];
  for (const [band, touched] of touchedColumns(level, cells, bandLines).entries()) {
    const firstLine = Math.max(band * bandLines, top);
    const lines = Math.min((band + 1) * bandLines, end) - firstLine;
    if (lines <= 0 || !touched.includes(1)) continue;
    const pieces: FilePiece[] = [];
    if (byLines) {
      for (let line = 0; line < lines; line++) {
        const strip = Math.floor((firstLine + line) / layout.blockHeight);
        const inStrip = firstLine + line - strip * layout.blockHeight;
        if (byteCounts[strip] === 0) continue;
        const offset = (offsets[strip] as number) + inStrip * rowBytes;
        pieces.push({ offset, byteCount: rowBytes, sample: 0, line, lines: 1 });
      }
    } else {
      for (let line = 0; line < lines; line += layout.blockHeight) {
        const blockRow = (firstLine + line) / layout.blockHeight;
        for (let column = 0; column < level.blocksAcross; column++) {
          const block = blockRow * level.blocksAcross + column;
          if ((touched[column] === 0 && !wholeLines) || byteCounts[block] === 0) continue;
          const sample = column * layout.blockWidth;
          const rows = level.tiled ? layout.blockHeight : Math.min(layout.blockHeight, lines - line);
          // Uncompressed blocks may be padded; what is beyond their pixels is not read.
          const wholeBytes = layout.compression === 1 ? decodedBytes(layout, rows) : Number.POSITIVE_INFINITY;
          const byteCount = Math.min(byteCounts[block] as number, wholeBytes);
          pieces.push({ offset: offsets[block] as number, byteCount, sample, line, lines: rows });
        }
      }
    }
    plans.push({ firstLine, lines, ...placeInBuffer(byLines ? joinRuns(pieces) : pieces) });
  }
  return plans;
}

/** First line that a wanted cell may touch, and the line after the last one. */
function wantedLines(cells: WantedCells, height: number): [number, number] {
  let top = height;
  let end = 0;
  for (let k = 0; k < cells.cell.length; k++) {
    top = Math.min(top, Math.floor(cells.firstLine[k] as number));
    end = Math.max(end, Math.ceil(cells.lastLine[k] as number) + 1);
  }
  return [Math.max(top, 0), Math.min(end, height)];
}

/** Whether the bytes of a band are its samples: lines in machine order, all there, one after another. */
export function isReadDirectly(
  { blocks, lines }: BandPlan,
  { layout, width }: Pick<TiffLevel, 'layout' | 'width'>,
): boolean {
  const isPlain = layout.compression === 1 && layout.littleEndian && layout.blockWidth === width;
  return isPlain && blocks.length === 1 && blocks[0]?.lines === lines;
}

/** How many pixels of a band, at most, reach into its neighbours: all of the cells that do. */
export function mostPartialSums(plans: readonly BandPlan[], cells: WantedCells): number {
  const reaching = new Int32Array(plans.length);
  const ends = plans.map(({ firstLine, lines }) => firstLine + lines);
  for (let k = 0; k < cells.cell.length; k++) {
    const [first, last] = [cells.firstLine[k] as number, cells.lastLine[k] as number];
    let band = bandAfter(ends, first);
    const end = ends[band];
    if (end === undefined || (last < end && first >= (plans[band]?.firstLine ?? 0))) continue; // in one band alone
    for (; band < plans.length && (plans[band]?.firstLine ?? 0) <= last; band++)
      reaching[band] = (reaching[band] ?? 0) + 1;
  }
  return Math.max(...reaching, 0) * PIXELS_PER_CELL_SIDE ** 2;
}

/** The first band that ends after a line. */
function bandAfter(ends: readonly number[], line: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] as number) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** For each band of lines: which columns of blocks (one for strips) the wanted cells may touch there. */
function touchedColumns(level: TiffLevel, cells: WantedCells, bandLines: number): Uint8Array[] {
  const { blockWidth } = level.layout;
  const touched = Array.from({ length: Math.ceil(level.height / bandLines) }, () => new Uint8Array(level.blocksAcross));
  for (let k = 0; k < cells.cell.length; k++) {
    const fromBand = Math.max(Math.floor((cells.firstLine[k] as number) / bandLines), 0);
    const toBand = Math.min(Math.floor((cells.lastLine[k] as number) / bandLines), touched.length - 1);
    const from = Math.max(Math.floor((cells.firstSample[k] as number) / blockWidth), 0);
    const to = Math.min(Math.floor((cells.lastSample[k] as number) / blockWidth), level.blocksAcross - 1);
    for (let band = fromBand; band <= toBand; band++) touched[band]?.fill(1, from, to + 1);
  }
  return touched;
}

/** Lines that follow one another in image and file become one piece: for most products the whole band. */
function joinRuns(pieces: readonly FilePiece[]): FilePiece[] {
  const runs: FilePiece[] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run && run.offset + run.byteCount === piece.offset && run.line + run.lines === piece.line) {
      runs[runs.length - 1] = { ...run, byteCount: run.byteCount + piece.byteCount, lines: run.lines + piece.lines };
    } else {
      runs.push(piece);
    }
  }
  return runs;
}

/** Pieces that lie close together in the file come by one range. */
function placeInBuffer(pieces: readonly FilePiece[]): Pick<BandPlan, 'ranges' | 'blocks' | 'bytes'> {
  const ranges: ByteRange[] = [];
  const blocks: BandBlock[] = [];
  let bytes = 0;
  for (const { offset, byteCount, sample, line, lines } of [...pieces].sort((a, b) => a.offset - b.offset)) {
    const range = ranges.at(-1);
    const gap = range ? offset - (range.offset + range.length) : Number.POSITIVE_INFINITY;
    if (range && gap >= 0 && gap <= MAX_GAP_BYTES) {
      const length = offset + byteCount - range.offset;
      ranges[ranges.length - 1] = { ...range, length };
      bytes = range.bufferOffset + length;
    } else {
      ranges.push({ offset, length: byteCount, bufferOffset: bytes });
      bytes += byteCount;
    }
    blocks.push({ bufferOffset: bytes - byteCount, byteCount, sample, line, lines });
  }
  return { ranges, blocks, bytes };
}
