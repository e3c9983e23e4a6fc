import { z } from 'zod';

/** What goes between the benchmark and the processes that run its seeds. */
export const seedOrderSchema = z.strictObject({ seed: z.int().positive() });

const count = z.int().nonnegative();

export const seedOutcomeSchema = z.strictObject({
  seed: z.int().positive(),
  violations: z.array(z.string()),
  tally: z.strictObject({
    lives: count,
    writes: z.record(z.string(), z.strictObject({ writes: count, crashesBefore: count, crashesAfter: count })),
    refused: z.record(z.string(), count),
  }),
});
