import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findFirstLine } from '../../../lib/sentinel1/find-first-line.ts';

test('finds the first line, asks few, and one only where none is missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(8000), fc.nat(8000), async (a, b) => {
      const [first, known] = [Math.min(a, b), Math.max(a, b)];
      const asked: number[] = [];
      const found = await findFirstLine(known, async (line) => {
        asked.push(line);
        return line >= first;
      });
      expect(found).toBe(first);
      expect(asked.length).toBeLessThanOrEqual(2 * Math.ceil(Math.log2(first + 2)) + 1);
      expect(asked.every((line) => line >= 0 && line < Math.max(known, 1))).toBe(true);
    }),
  );
});
