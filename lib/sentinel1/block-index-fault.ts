import { decodedBytes } from '../raster/decode-block.ts';
import type { TiffLevel } from '../raster/tiff-image.ts';

/** What a compressed block may have beyond twice its pixels: LZW of noise has half as much again. */
const MAX_OVERHEAD_BYTES = 4096;

/** Of decoded pixels, for each thread has room for one: 32 times the tiles of the Copernicus Data Space. */
const MAX_BLOCK_BYTES = 2 ** 26;

/**
 * Why the block index of an image cannot be true, or undefined: a block of too few or far too many bytes, past the end
 * of the file, or over another block or the directory. Sparse blocks (offset 0, no bytes) are true: they hold DN 0.
 *
 * Bands of blocks are read as a whole, so this also bounds the memory that they take.
 */
export function blockIndexFault(
  level: TiffLevel,
  offsets: Float64Array,
  byteCounts: Float64Array,
  fileBytes: number,
): string | undefined {
  const { layout, blocksAcross, height } = level;
  const isCompressed = layout.compression !== 1;
  const wholeBytes = decodedBytes(layout, layout.blockHeight);
  if (wholeBytes > MAX_BLOCK_BYTES && (isCompressed || level.tiled)) {
    return `its blocks of ${layout.blockWidth} × ${layout.blockHeight} pixels are larger than any product has`;
  }
  const ends = new Float64Array(offsets.length);
  let lastEnd = 0;
  for (let block = 0; block < offsets.length; block++) {
    const count = byteCounts[block] as number;
    const offset = offsets[block] as number;
    if (count === 0 && offset === 0) continue;
    const firstRow = Math.floor(block / blocksAcross) * layout.blockHeight;
    const rows = level.tiled ? layout.blockHeight : Math.min(layout.blockHeight, height - firstRow);
    const needed = decodedBytes(layout, rows);
    const has = `block ${block} of the image has ${count} bytes`;
    if (count === 0 || (!isCompressed && count < needed)) return `${has}, ${isCompressed ? 'some' : needed} are needed`;
    if (isCompressed && count > 2 * wholeBytes + MAX_OVERHEAD_BYTES) return `${has} for ${needed} bytes of pixels`;
    const end = offset + (isCompressed ? count : needed);
    if (offset <= level.directoryOffset && end > level.directoryOffset) return `${has} that lie over its directory`;
    ends[block] = end;
    if (end > lastEnd) lastEnd = end;
  }
  if (lastEnd > fileBytes) return `the file is cut off: its pixels reach to byte ${lastEnd}, but it has ${fileBytes}`;
  return overlap(offsets, ends);
}

function overlap(offsets: Float64Array, ends: Float64Array): string | undefined {
  let before = -1;
  for (const block of inFileOrder(offsets)) {
    if (ends[block] === 0) continue;
    if (before >= 0 && (offsets[block] as number) < (ends[before] as number)) {
      return `blocks ${Math.min(before, block)} and ${Math.max(before, block)} of the image lie over one another`;
    }
    before = block;
  }
  return undefined;
}

/** Nearly every file has its blocks in order. */
function inFileOrder(offsets: Float64Array): Iterable<number> {
  const isSorted = offsets.every((offset, i) => i === 0 || offset >= (offsets[i - 1] as number));
  if (isSorted) return offsets.keys();
  return [...offsets.keys()].sort((a, b) => (offsets[a] as number) - (offsets[b] as number));
}
