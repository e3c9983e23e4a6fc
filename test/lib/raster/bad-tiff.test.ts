import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBlock } from '../../../lib/raster/decode-block.ts';
import { encodeCog } from '../../../lib/raster/encode-cog.ts';
import { InvalidTiffError } from '../../../lib/raster/invalid-tiff.error.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { type RangeSource, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import type { BlockLayout, Compression } from '../../../lib/raster/tiff-image.ts';

const [width, height] = [40, 30];

function smallCog(bigTiff = false): Promise<Uint8Array> {
  const data = Float32Array.from({ length: width * height }, (_, i) => i / 7);
  return encodeCog({
    width,
    height,
    dataType: 'float32',
    bands: [{ data, description: 'x', unit: 'm' }],
    transform: [0, 1 / 112, 0, 45, 0, -1 / 112],
    nodata: Number.NaN,
    overviews: 'mean',
    tileSize: 16,
    bigTiff,
  });
}

async function readAllOf(bytes: Uint8Array): Promise<void> {
  const image = await openTiff(sourceOfBytes('bad.tif', bytes));
  for (const [level, size] of image.levels.entries()) {
    await readWindow(image, { column: 0, row: 0, width: size.width, height: size.height }, { level });
  }
}

/** The error, or undefined if reading went through. */
async function outcome(bytes: Uint8Array): Promise<unknown> {
  return readAllOf(bytes).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('openTiff and readWindow on damaged files', () => {
  test.each([
    ['an empty file', new Uint8Array(0), 'the file has 0 bytes'],
    ['text', new TextEncoder().encode('<html>404 not found</html>'), 'no readable TIFF'],
    ['a bare header', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0), 'its directories reach beyond its 8 bytes'],
    ['no directory', Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0), 'has no directory'],
  ])('name file and fault: %s', async (_, bytes, message) => {
    const error = await outcome(bytes);
    expect(error).toBeInstanceOf(InvalidTiffError);
    expect(String(error)).toContain('bad.tif');
    expect(String(error)).toContain(message);
  });

  test('refuse every cut of a file', async () => {
    const bytes = await smallCog();
    for (let length = 0; length < bytes.length - 4; length += 37) {
      expect([length, await outcome(bytes.slice(0, length))]).toEqual([length, expect.any(InvalidTiffError)]);
    }
  });

  test('end with an answer or an InvalidTiffError, whatever bytes are changed', async () => {
    const [classic, big] = [await smallCog(false), await smallCog(true)];
    const change = fc.record({ at: fc.nat(), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(change, { minLength: 1, maxLength: 4 }), async (bigTiff, changes) => {
        const bytes = Uint8Array.from(bigTiff ? big : classic);
        // Directories are the first fifth of this file; most changes are meant for them.
        for (const { at, value } of changes) bytes[at % (value % 4 === 0 ? bytes.length : 1400)] = value;
        const error = await outcome(bytes);
        if (error !== undefined) expect(error).toBeInstanceOf(InvalidTiffError);
      }),
      { numRuns: 400 },
    );
  });

  test('refuse a hundred million bands before memory is taken for them', async () => {
    const bytes = await smallCog();
    const image = await openTiff(sourceOfBytes('x', bytes));
    const view = new DataView(bytes.buffer);
    const start = image.levels[0].directoryOffset;
    const entries = Array.from({ length: view.getUint16(start, true) }, (_, i) => start + 2 + 12 * i);
    const samplesPerPixel = entries.find((at) => view.getUint16(at, true) === 277) ?? 0;
    view.setUint16(samplesPerPixel + 2, 4, true);
    view.setUint32(samplesPerPixel + 8, 134_228_553, true);
    expect(String(await outcome(bytes))).toContain('SamplesPerPixel (tag 277) is 134228553');
  });

  test('refuse byte counts that are negative since the tag says that they have a sign', async () => {
    const bytes = await smallCog();
    const image = await openTiff(sourceOfBytes('x', bytes));
    const view = new DataView(bytes.buffer);
    const start = image.levels[0].directoryOffset;
    const entries = Array.from({ length: view.getUint16(start, true) }, (_, i) => start + 2 + 12 * i);
    const tileByteCounts = entries.find((at) => view.getUint16(at, true) === 325) ?? 0;
    view.setUint16(tileByteCounts + 2, 9, true);
    view.setUint32(view.getUint32(tileByteCounts + 8, true), 2 ** 31, true);
    expect(String(await outcome(bytes))).toContain('TileByteCounts (tag 325) holds -2147483648 for block 0');
  });

  test('refuse directories that form a circle', async () => {
    const bytes = await smallCog();
    const image = await openTiff(sourceOfBytes('x', bytes));
    const [first, second] = image.levels;
    const view = new DataView(bytes.buffer);
    const at = second?.directoryOffset as number;
    view.setUint32(at + 2 + 12 * view.getUint16(at, true), first.directoryOffset, true);
    expect(String(await outcome(bytes))).toContain('directories form a circle');
  });

  test('let pass what a source throws for other reasons', async () => {
    const bytes = await smallCog();
    const unavailable = new Error('503 Slow Down');
    const failing = (from: number): RangeSource => ({
      name: 'x.tif',
      size: bytes.length,
      read: (offset, length) =>
        offset >= from ? Promise.reject(unavailable) : sourceOfBytes('x', bytes).read(offset, length),
    });
    await expect(openTiff(failing(0))).rejects.toBe(unavailable);
    const image = await openTiff(failing(1));
    await expect(readWindow(image, { column: 0, row: 0, width, height })).rejects.toBe(unavailable);
  });

  test('name the block whose data are damaged', async () => {
    const bytes = await smallCog();
    const image = await openTiff(sourceOfBytes('x', bytes));
    const offset = (await image.levels[0].blockOffsets())[4] as number;
    bytes.fill(0xff, offset, offset + 8);
    const error = await outcome(bytes);
    expect(error).toBeInstanceOf(InvalidTiffError);
    expect(String(error)).toContain(`bad.tif, block at row 16, column 16, byte ${offset}`);
  });
});

describe('decodeBlock', () => {
  const layout = (compression: Compression): BlockLayout => ({
    blockWidth: 16,
    blockHeight: 16,
    samplesPerBlockPixel: 1,
    dataType: 'uint16',
    compression,
    predictor: 1,
    littleEndian: true,
  });

  test.each([1, 5, 8, 50000] as const)(
    'throws an InvalidTiffError on any bytes that are too few, compression %i',
    (compression) => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
          expect(() => decodeBlock(bytes, layout(compression), 16)).toThrow(InvalidTiffError);
        }),
      );
    },
  );

  test('stops a decompression bomb', () => {
    const bomb = deflateSync(new Uint8Array(50_000_000));
    expect(() => decodeBlock(bomb, layout(8), 16)).toThrow(InvalidTiffError);
  });

  test('takes a last strip that was padded to full height', () => {
    const rows = Uint16Array.from({ length: 256 }, (_, i) => i * 200);
    const decoded = decodeBlock(deflateSync(new Uint8Array(rows.buffer)), layout(8), 5);
    expect(decoded).toEqual(rows.subarray(0, 80));
  });

  test('leaves the bytes that it is given unchanged', () => {
    const bytes = Buffer.from(Uint8Array.from({ length: 512 }, (_, i) => i & 0xff));
    const before = Buffer.from(bytes);
    for (const predictor of [1, 2] as const) {
      decodeBlock(bytes, { ...layout(1), predictor, littleEndian: false }, 16);
      expect(bytes.equals(before)).toBe(true);
    }
  });
});
