import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inParallel } from '../../../lib/pipeline/in-parallel.ts';

/** What was under way together while the weights were worked on, each for some turns of the event loop. */
async function observe(weights: readonly number[], workers: number, budget: number) {
  const seen = { done: [] as number[], most: 0, heaviest: 0, alone: true };
  const now = new Set<number>();
  await inParallel(
    weights.keys(),
    async (i) => {
      now.add(i);
      const weight = [...now].reduce((sum, j) => sum + (weights[j] ?? 0), 0);
      seen.most = Math.max(seen.most, now.size);
      if (now.size > 1) seen.heaviest = Math.max(seen.heaviest, weight);
      for (let turn = 0; turn <= i % 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
      now.delete(i);
      seen.done.push(i);
    },
    { workers, budget, weightOf: (i) => weights[i] ?? 0 },
  );
  return seen;
}

describe('inParallel', () => {
  test('works on each item once, and keeps within its bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 30 }),
        async (weights, workers, budget) => {
          const { done, most, heaviest } = await observe(weights, workers, budget);
          expect(done.sort((a, b) => a - b)).toEqual([...weights.keys()]);
          expect(most).toBeLessThanOrEqual(workers);
          expect(heaviest).toBeLessThanOrEqual(budget);
        },
      ),
    );
  });

  test('really works on several at a time', async () => {
    expect((await observe([1, 1, 1, 1, 1, 1, 1, 1], 4, 100)).most).toBe(4);
  });

  test('throws the first failure when nothing is under way any more, and begins nothing new', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (i: number) => {
      begun.push(i);
      await new Promise((resolve) => setTimeout(resolve, i === 0 ? 1 : 20));
      if (i < 2) throw new Error(`failure ${i}`);
      ended.push(i);
    };
    await expect(inParallel([0, 1, 2, 3, 4, 5], work, { workers: 3 })).rejects.toThrow('failure 0');
    expect({ begun, ended }).toEqual({ begun: [0, 1, 2], ended: [2] });
  });
});
