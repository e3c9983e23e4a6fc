import { openTiff } from '../../../../lib/raster/open-tiff.ts';
import type { RangeSource } from '../../../../lib/raster/range-source.ts';
import type { TiffImage } from '../../../../lib/raster/tiff-image.ts';

/** Some lines and samples of an image; `dn` row-major. */
export interface ImageBlock {
  readonly firstLine: number;
  readonly firstSample: number;
  readonly lines: number;
  readonly samples: number;
  readonly dn: Uint16Array;
}

const HEADER_BYTES = 256;

/**
 * A measurement file of full size (some 870 MB) that nobody has to write: one strip, uncompressed, zero everywhere
 * but in the block. Its bytes are made when they are read.
 */
export async function measurementWith(block: ImageBlock, samples: number, lines: number): Promise<TiffImage> {
  const header = headerOf(samples, lines);
  const size = HEADER_BYTES + 2 * samples * lines;
  const dnBytes = new Uint8Array(block.dn.buffer, block.dn.byteOffset, block.dn.byteLength);
  const read: RangeSource['read'] = async (offset, length) => {
    const out = new Uint8Array(length);
    if (offset < HEADER_BYTES) out.set(header.subarray(offset, Math.min(HEADER_BYTES, offset + length)));
    for (let row = 0; row < block.lines; row++) {
      const at = HEADER_BYTES + 2 * ((block.firstLine + row) * samples + block.firstSample) - offset;
      const from = Math.max(0, -at);
      const to = Math.min(2 * block.samples, length - at);
      if (from < to) out.set(dnBytes.subarray(2 * block.samples * row + from, 2 * block.samples * row + to), at + from);
    }
    return out;
  };
  return openTiff({ name: 'measurement/block.tiff', size, read });
}

/** Baseline TIFF 6.0 with one strip. */
function headerOf(samples: number, lines: number): Buffer {
  const tags: [tag: number, value: number][] = [
    [256, samples],
    [257, lines],
    [258, 16],
    [259, 1],
    [262, 1],
    [273, HEADER_BYTES],
    [277, 1],
    [278, lines],
    [279, 2 * samples * lines],
    [339, 1],
  ];
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II');
  header.writeUInt16LE(42, 2);
  header.writeUInt32LE(8, 4);
  header.writeUInt16LE(tags.length, 8);
  tags.forEach(([tag, value], i) => {
    header.writeUInt16LE(tag, 10 + 12 * i);
    header.writeUInt16LE(4, 12 + 12 * i);
    header.writeUInt32LE(1, 14 + 12 * i);
    header.writeUInt32LE(value, 18 + 12 * i);
  });
  return header;
}
