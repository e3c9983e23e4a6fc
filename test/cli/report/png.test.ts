import { crc32, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../cli/report/png.ts';

/** Chunks of a PNG, their checksums verified. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  return chunks;
}

const rowsOf = (chunks: Map<string, Buffer>) => Array.from(inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0)));

describe('encodePng', () => {
  it('writes an indexed picture with its palette and transparent entry', () => {
    const palette = new Uint8Array([255, 0, 0, 0, 255, 0, 0, 0, 255]);
    const indexes = new Uint8Array([0, 1, 2, 2, 1, 0]);
    const chunks = chunksOf(encodePng({ width: 3, height: 2, indexes, palette, transparent: 1 }));
    expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
    expect(Array.from(chunks.get('IHDR') ?? [])).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0]);
    expect(Array.from(chunks.get('PLTE') ?? [])).toEqual(Array.from(palette));
    expect(Array.from(chunks.get('tRNS') ?? [])).toEqual([255, 0]);
    expect(rowsOf(chunks)).toEqual([0, 0, 1, 2, 0, 2, 1, 0]);
  });

  it('keeps every pixel of any true-colour picture', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }))
      .chain(([width, height]) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          rgb: fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }),
        }),
      );
    fc.assert(
      fc.property(picture, ({ width, height, rgb }) => {
        const rows = rowsOf(chunksOf(encodePng({ width, height, rgb })));
        const pixels = rows.filter((_, i) => i % (width * 3 + 1) !== 0);
        expect(pixels).toEqual(Array.from(rgb));
        expect(rows.length - pixels.length).toBe(height);
      }),
      { numRuns: 30 },
    );
  });
});
