import { deflateSync, zstdCompressSync } from 'node:zlib';
import { lzwLiterals } from './lzw-literals.ts';

/** How a uint16 image of one band is laid out in a TIFF made for a test. */
export interface TiffLayout {
  readonly compression?: 1 | 5 | 8 | 50000;
  /** Side of square tiles; else strips. */
  readonly tile?: number;
  readonly rowsPerStrip?: number;
  readonly bigEndian?: boolean;
  /** Bytes of nothing between blocks. */
  readonly gap?: number;
}

const COMPRESS = {
  1: (block: Uint8Array) => block,
  5: lzwLiterals,
  8: (block: Uint8Array) => deflateSync(block),
  50000: (block: Uint8Array) => zstdCompressSync(block),
} as const;

/** A baseline TIFF 6.0 file, written independently of the project's own writer. */
export function tiffBytes(dn: Uint16Array, width: number, height: number, layout: TiffLayout = {}): Uint8Array {
  const { compression = 1, tile, rowsPerStrip = 1, bigEndian = false, gap = 0 } = layout;
  const blockWidth = tile ?? width;
  const blockHeight = tile ?? rowsPerStrip;
  const blocks: Uint8Array[] = [];
  for (let y = 0; y < height; y += blockHeight) {
    for (let x = 0; x < width; x += blockWidth) {
      const rows = tile ?? Math.min(blockHeight, height - y);
      const block = Buffer.alloc(2 * blockWidth * rows);
      for (let r = 0; r < rows && y + r < height; r++) {
        for (let c = 0; c < blockWidth && x + c < width; c++) {
          const value = dn[(y + r) * width + x + c] ?? 0;
          const at = 2 * (r * blockWidth + c);
          if (bigEndian) block.writeUInt16BE(value, at);
          else block.writeUInt16LE(value, at);
        }
      }
      blocks.push(COMPRESS[compression](block));
    }
  }
  const tags: [tag: number, type: 3 | 4, values: number[]][] = [
    [256, 4, [width]],
    [257, 4, [height]],
    [258, 3, [16]],
    [259, 3, [compression]],
    [262, 3, [1]],
    [tile ? 324 : 273, 4, []],
    [277, 3, [1]],
    ...(tile
      ? ([
          [322, 4, [tile]],
          [323, 4, [tile]],
        ] as [number, 3 | 4, number[]][])
      : ([[278, 4, [rowsPerStrip]]] as [number, 3 | 4, number[]][])),
    [tile ? 325 : 279, 4, blocks.map((block) => block.length)],
    [339, 3, [1]],
  ];
  tags.sort((a, b) => a[0] - b[0]);
  const listAt = 8 + 2 + 12 * tags.length + 4;
  const dataAt = listAt + 8 * blocks.length;
  let at = dataAt;
  const offsets = blocks.map((block) => {
    const start = at;
    at += block.length + gap + (block.length & 1);
    return start;
  });
  const offsetTag = tags.find(([tag]) => tag === 273 || tag === 324);
  if (offsetTag) offsetTag[2] = offsets;
  const file = Buffer.alloc(at);
  const u16 = (value: number, to: number) =>
    bigEndian ? file.writeUInt16BE(value, to) : file.writeUInt16LE(value, to);
  const u32 = (value: number, to: number) =>
    bigEndian ? file.writeUInt32BE(value, to) : file.writeUInt32LE(value, to);
  file.write(bigEndian ? 'MM' : 'II');
  u16(42, 2);
  u32(8, 4);
  u16(tags.length, 8);
  let lists = listAt;
  tags.forEach(([tag, type, values], i) => {
    const entry = 10 + 12 * i;
    u16(tag, entry);
    u16(type, entry + 2);
    u32(values.length, entry + 4);
    if (values.length === 1) {
      if (type === 3) u16(values[0] ?? 0, entry + 8);
      else u32(values[0] ?? 0, entry + 8);
      return;
    }
    u32(lists, entry + 8);
    values.forEach((value, k) => {
      u32(value, lists + 4 * k);
    });
    lists += 4 * values.length;
  });
  blocks.forEach((block, i) => {
    file.set(block, offsets[i]);
  });
  return file;
}
