import { decodeBlock, decodedBytes, decompressBlock } from '../raster/decode-block.ts';
import { releaseMemory } from '../raster/release-memory.ts';
import type { BlockLayout } from '../raster/tiff-image.ts';
import type { Kernel } from './kernel/load-kernel.ts';
import type { BandBlock, BandPlan } from './plan-bands.ts';

/** Where a band goes in the kernel's memory. */
export interface BandTarget {
  readonly kernel: Kernel;
  readonly buffer: ArrayBufferLike;
  /** First sample of the band; rows of `samples` uint16 follow one another. */
  readonly dnAt: number;
  readonly samples: number;
  /** Room for one block. */
  readonly blockAt: number;
}

/**
 * The samples of a band from its bytes, written to the kernel's memory. Lines of sparse or unwanted blocks are 0.
 * Throws InvalidTiffError.
 */
export function decodeBand(
  plan: Pick<BandPlan, 'lines' | 'blocks'>,
  bytes: Uint8Array,
  layout: BlockLayout,
  target: BandTarget,
): void {
  const { buffer, dnAt, samples } = target;
  const dn = new Uint16Array(buffer, dnAt, plan.lines * samples);
  const covered = plan.blocks.reduce((sum, block) => sum + area(block, plan, layout, samples), 0);
  if (covered < dn.length) dn.fill(0);
  // Deflate and Zstandard in machine order: the kernel undoes the predictor while it copies.
  const isPlainOrder = layout.littleEndian && [8, 32946, 50000].includes(layout.compression);
  for (const block of plan.blocks) {
    const { bufferOffset, byteCount, sample, line, lines } = block;
    const stored = bytes.subarray(bufferOffset, bufferOffset + byteCount);
    const width = Math.min(layout.blockWidth, samples - sample);
    const rows = Math.min(lines, plan.lines - line);
    const at = line * samples + sample;
    if (isPlainOrder) {
      const raw = decompressBlock(stored, layout, lines);
      new Uint8Array(buffer, target.blockAt, decodedBytes(layout, lines)).set(
        raw.subarray(0, decodedBytes(layout, lines)),
      );
      const { kernel, blockAt } = target;
      releaseMemory(raw);
      kernel.unpackRows(blockAt, layout.blockWidth, dnAt + 2 * at, samples, width, rows, layout.predictor);
      continue;
    }
    const decoded = decodeBlock(stored, layout, lines);
    for (let row = 0; row < rows; row++) {
      const start = row * layout.blockWidth;
      dn.set(decoded.subarray(start, start + width), at + row * samples);
    }
  }
}

/** Samples of the band that a block holds. */
function area({ sample, line, lines }: BandBlock, plan: Pick<BandPlan, 'lines'>, layout: BlockLayout, samples: number) {
  return Math.min(layout.blockWidth, samples - sample) * Math.min(lines, plan.lines - line);
}
