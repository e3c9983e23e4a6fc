import { inflateSync, zstdDecompressSync } from 'node:zlib';
import { bytesOfRaster, DATA_TYPES, type RasterArray, rasterOfBytes } from './data-type.ts';
import { decodeLzw } from './decode-lzw.ts';
import { InvalidTiffError } from './invalid-tiff.error.ts';
import type { BlockLayout } from './tiff-image.ts';
import { undoFloatingPoint, undoHorizontalDifferences } from './undo-predictor.ts';

/**
 * Decodes one tile or strip: decompression, byte order, predictor. Synchronous and pure, for worker threads too.
 * The result never shares memory with `bytes`, except for uncompressed data that needs no change.
 *
 * @param expectedRows rows that the block must hold: `blockHeight`, fewer only for the last strip
 * @returns blockWidth · expectedRows · samplesPerBlockPixel samples, row-major, bands of a pixel together
 * @throws InvalidTiffError if the data cannot be decompressed or end early
 */
export function decodeBlock(bytes: Uint8Array, layout: BlockLayout, expectedRows: number): RasterArray {
  return finishBlock(decompressBlock(bytes, layout, expectedRows), layout, expectedRows);
}

/** Bytes of `rows` decoded rows. */
export function decodedBytes(layout: BlockLayout, rows: number): number {
  return layout.blockWidth * rows * layout.samplesPerBlockPixel * DATA_TYPES[layout.dataType].bytes;
}

/**
 * zlib options for one block. A chunk that holds the whole output saves 20–30 % against the default of 16 KB; the
 * limit stops decompression bombs, yet lets pass writers that pad the last strip to full height.
 */
export function decompressionLimits(layout: BlockLayout, rows: number): { chunkSize: number; maxOutputLength: number } {
  return { chunkSize: decodedBytes(layout, rows) + 64, maxOutputLength: decodedBytes(layout, layout.blockHeight) + 64 };
}

/**
 * The first half of {@link decodeBlock}: predictor and byte order are still as in the file.
 *
 * @returns at least the bytes of `rows` rows
 * @throws InvalidTiffError
 */
export function decompressBlock(bytes: Uint8Array, layout: BlockLayout, rows: number): Uint8Array {
  const raw = decompress(bytes, layout, rows);
  const expected = decodedBytes(layout, rows);
  if (raw.length >= expected) return raw;
  throw new InvalidTiffError('block', `${raw.length} bytes decoded where ${expected} are needed`);
}

function decompress(bytes: Uint8Array, layout: BlockLayout, rows: number): Uint8Array {
  switch (layout.compression) {
    case 1:
      return bytes;
    case 5:
      return decodeLzw(bytes, decodedBytes(layout, rows));
    case 8:
    case 32946:
      return guarded('deflate', () => inflateSync(bytes, decompressionLimits(layout, rows)));
    case 50000:
      return guarded('zstd', () => zstdDecompressSync(bytes, decompressionLimits(layout, rows)));
  }
}

function guarded(codec: string, run: () => Uint8Array): Uint8Array {
  try {
    return run();
  } catch (cause) {
    throw new InvalidTiffError('block', `the ${codec} data are damaged (${(cause as Error).message})`, { cause });
  }
}

/** Byte order and predictor of decompressed data: the second half of {@link decodeBlock}. */
export function finishBlock(raw: Uint8Array, layout: BlockLayout, expectedRows: number): RasterArray {
  const { dataType, predictor, littleEndian, compression } = layout;
  const expected = decodedBytes(layout, expectedRows);
  if (raw.length < expected) {
    throw new InvalidTiffError('block', `${raw.length} bytes decoded where ${expected} are needed`);
  }
  const width = DATA_TYPES[dataType].bytes;
  const rowLength = layout.blockWidth * layout.samplesPerBlockPixel;
  const swap = !littleEndian && width > 1 && predictor !== 3;
  // Uncompressed bytes belong to the source: copy before they are changed in place.
  const owned = compression === 1 && (swap || predictor !== 1);
  const data = owned ? Uint8Array.from(raw.subarray(0, expected)) : raw.subarray(0, expected);
  if (predictor === 3) {
    return rasterOfBytes(dataType, undoFloatingPoint(data, rowLength, layout.samplesPerBlockPixel, width));
  }
  const samples = rasterOfBytes(dataType, data);
  if (swap) swapBytes(bytesOfRaster(samples), width);
  if (predictor === 2) undoHorizontalDifferences(samples, rowLength, layout.samplesPerBlockPixel);
  return samples;
}

/** Reverses the bytes of each `width`-byte sample in place. */
function swapBytes(bytes: Uint8Array, width: number): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 2) view.swap16();
  else if (width === 4) view.swap32();
  else view.swap64();
}
