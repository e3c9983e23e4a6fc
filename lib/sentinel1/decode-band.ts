import { decodeBlock } from '../raster/decode-block.ts';
import type { BlockLayout } from '../raster/tiff-image.ts';
import type { BandPlan } from './plan-bands.ts';

/**
 * The samples of a band from its bytes. Uncompressed lines in machine order that lie together are not copied: the
 * result is then a view of `bytes`. Lines of sparse or unwanted blocks are 0. Throws InvalidTiffError.
 *
 * @param spare memory to decode into, given again from band to band
 */
export function decodeBand(
  plan: Pick<BandPlan, 'lines' | 'blocks'>,
  bytes: Uint8Array,
  layout: BlockLayout,
  samples: number,
  spare: { dn: Uint16Array },
): Uint16Array {
  const total = plan.lines * samples;
  const [first] = plan.blocks;
  const isPlain = layout.compression === 1 && layout.littleEndian && plan.blocks.length === 1;
  const isImageWide = layout.blockWidth === samples;
  if (
    first &&
    isPlain &&
    isImageWide &&
    first.lines === plan.lines &&
    (bytes.byteOffset + first.bufferOffset) % 2 === 0
  ) {
    return new Uint16Array(bytes.buffer, bytes.byteOffset + first.bufferOffset, total);
  }
  if (spare.dn.length < total) spare.dn = new Uint16Array(total);
  const dn = spare.dn.subarray(0, total).fill(0);
  for (const { bufferOffset, byteCount, sample, line, lines } of plan.blocks) {
    const block = decodeBlock(bytes.subarray(bufferOffset, bufferOffset + byteCount), layout, lines);
    const width = Math.min(layout.blockWidth, samples - sample);
    const rows = Math.min(lines, plan.lines - line);
    for (let row = 0; row < rows; row++) {
      const start = row * layout.blockWidth;
      dn.set(block.subarray(start, start + width), (line + row) * samples + sample);
    }
  }
  return dn;
}
