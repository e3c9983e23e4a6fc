import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MergedSums } from '../../../lib/sentinel1/merged-sums.ts';
import type { PartialSums } from '../../../lib/sentinel1/partial-sums.ts';

interface Sum {
  readonly pixel: number;
  readonly count: number;
  readonly power: number;
}

const listOf = (sums: readonly Sum[]): PartialSums => ({
  pixel: Int32Array.from(sums, ({ pixel }) => pixel),
  count: Int32Array.from(sums, ({ count }) => count),
  power: Float64Array.from(sums, ({ power }) => power),
  line: Float64Array.from(sums, ({ pixel }) => pixel + 0.5),
  sample: Float64Array.from(sums, ({ pixel }) => -pixel),
});

test('sums of a pixel add up, whatever bands they come from', () => {
  const sum = fc.record({
    // Few different pixels make sums meet, many make the table grow.
    pixel: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    count: fc.integer({ min: 1, max: 200 }),
    power: fc.integer({ min: 0, max: 2 ** 40 }),
  });
  fc.assert(
    fc.property(fc.array(fc.array(sum, { maxLength: 600 }), { maxLength: 6 }), (bands) => {
      const merged = new MergedSums();
      const expected = new Map<number, [number, number]>();
      for (const band of bands) {
        merged.add(listOf(band));
        for (const { pixel, count, power } of band) {
          const [c, p] = expected.get(pixel) ?? [0, 0];
          expected.set(pixel, [c + count, p + power]);
        }
      }
      const found = new Map<number, [number, number]>();
      merged.forEach((pixel, power, count, line, sample) => {
        expect([line, sample]).toEqual([pixel + 0.5, -pixel]);
        expect(found.has(pixel)).toBe(false);
        found.set(pixel, [count, power]);
      });
      expect(new Map([...found].sort())).toEqual(new Map([...expected].sort()));
    }),
    { numRuns: 60 },
  );
});

test('a scene’s number of partial sums fits', () => {
  const merged = new MergedSums();
  const pixels = Array.from({ length: 200_000 }, (_, i) => ({ pixel: i * 9, count: 1, power: i }));
  merged.add(listOf(pixels));
  merged.add(listOf(pixels));
  let [n, power] = [0, 0];
  merged.forEach((_, p, count) => {
    n += count;
    power += p;
  });
  expect([n, power]).toEqual([400_000, 200_000 * 199_999]);
});
