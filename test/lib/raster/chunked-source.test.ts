import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ChunkOptions, chunkedSource } from '../../../lib/raster/chunked-source.ts';
import { sourceOfBytes, TruncatedSourceError } from '../../../lib/raster/range-source.ts';

const SIZE = 1000;
const BYTES = Uint8Array.from({ length: SIZE }, (_, i) => (i * 31) % 251);
const CHUNK = 16;

/** The source under test over one that notes what is read of it and how many reads are open at once. */
function watched(options: ChunkOptions = {}, failures = 0) {
  const inner = sourceOfBytes('object', BYTES);
  const reads: [offset: number, length: number][] = [];
  let open = 0;
  let toFail = failures;
  const watch = { reads, mostOpen: 0 };
  const source = chunkedSource(
    {
      ...inner,
      read: async (offset, length) => {
        reads.push([offset, length]);
        watch.mostOpen = Math.max(watch.mostOpen, ++open);
        await new Promise((resolve) => setImmediate(resolve));
        open--;
        if (toFail-- > 0) throw new Error('503');
        return inner.read(offset, length);
      },
    },
    { chunkBytes: CHUNK, maxReadBytes: 4 * CHUNK, ...options },
  );
  return { source, watch };
}

async function passOver(source: ReturnType<typeof watched>['source'], partBytes: number): Promise<Uint8Array> {
  const out = new Uint8Array(SIZE);
  const parts = Array.from({ length: Math.ceil(SIZE / partBytes) }, (_, i) => i * partBytes);
  await Promise.all(parts.map((at) => source.readInto(at, out.subarray(at, Math.min(at + partBytes, SIZE)))));
  return out;
}

const totalOf = (reads: readonly (readonly [number, number])[]) => reads.reduce((sum, [, length]) => sum + length, 0);

describe('chunkedSource', () => {
  test('any reads in any order, side by side, give the bytes of the file by aligned reads', async () => {
    const step = fc.record({
      offset: fc.nat(SIZE - 1),
      length: fc.nat(150),
      into: fc.boolean(),
      wait: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 8 }), async (steps, keptChunks) => {
        const { source, watch } = watched({ keptChunks });
        const running: Promise<void>[] = [];
        for (const { offset, length, into, wait } of steps) {
          const end = Math.min(offset + length, SIZE);
          const run = async () => {
            const found = new Uint8Array(end - offset);
            if (into) await source.readInto(offset, found);
            else found.set(await source.read(offset, end - offset));
            expect(found).toEqual(BYTES.subarray(offset, end));
          };
          running.push(run());
          if (wait) await running.at(-1);
        }
        await Promise.all(running);
        for (const [offset, length] of watch.reads) {
          expect(offset % CHUNK).toBe(0);
          expect(length % CHUNK === 0 || offset + length === SIZE).toBe(true);
          expect(length).toBeLessThanOrEqual(4 * CHUNK);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a pass by ranges that end anywhere fetches each byte once, with what was probed before', async () => {
    const { source, watch } = watched();
    await Promise.all([source.read(0, 8), source.read(0, 40), source.read(500, 3), source.read(990, 10)]);
    expect(watch.reads).toEqual([
      [0, 16],
      [16, 32],
      [496, 16],
      [976, 24],
    ]);
    expect(await passOver(source, 50)).toEqual(BYTES);
    expect(totalOf(watch.reads)).toBe(SIZE);
  });

  test('a chunk that ranges side by side have taken whole is let go, and pushes out no other', async () => {
    const { source, watch } = watched({ keptChunks: 2 });
    await source.read(CHUNK, 1);
    await source.read(0, 1);
    await Promise.all([0, 4, 8, 12].map((at) => source.readInto(at, new Uint8Array(4))));
    await source.read(2 * CHUNK, 1);
    await source.read(CHUNK, 1);
    expect(watch.reads.map(([offset]) => offset)).toEqual([CHUNK, 0, 2 * CHUNK]);
  });

  test('as many reads side by side as allowed, not more', async () => {
    const { source, watch } = watched({ readsInFlight: 3 });
    await passOver(source, 50);
    expect(watch.mostOpen).toBe(3);
  });

  test('keeps no more chunks than allowed', async () => {
    const { source, watch } = watched({ keptChunks: 2 });
    for (const at of [0, 100, 200, 0]) await source.read(at, 1);
    expect(watch.reads.map(([offset]) => offset)).toEqual([0, 96, 192, 0]);
    await source.read(200, 1);
    expect(watch.reads).toHaveLength(4);
  });

  test('what failed is tried again by the next read', async () => {
    const { source, watch } = watched({}, 2);
    await expect(source.read(0, 4)).rejects.toThrow('503');
    await expect(source.readInto(8, new Uint8Array(2))).rejects.toThrow('503');
    expect(await source.read(0, 4)).toEqual(BYTES.subarray(0, 4));
    expect(watch.reads).toHaveLength(3);
  });

  test('nothing and ranges past the end are known without reading', async () => {
    const { source, watch } = watched();
    expect(await source.read(SIZE, 0)).toEqual(new Uint8Array());
    await source.readInto(3, new Uint8Array());
    await expect(source.read(SIZE - 1, 2)).rejects.toThrow(TruncatedSourceError);
    await expect(source.readInto(SIZE - 1, new Uint8Array(2))).rejects.toThrow(TruncatedSourceError);
    expect(watch.reads).toEqual([]);
  });
});
