import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveSymmetric } from '../../../lib/s2mp/solve-symmetric.ts';

describe('solveSymmetric', () => {
  it('solves any damped Gram system', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.infiniteStream(fc.double({ min: -2, max: 2, noNaN: true })),
        (n, damping, numbers) => {
          const next = (): number => numbers.next().value as number;
          const rows = Array.from({ length: n }, () => Array.from({ length: n }, next));
          const full = rows.map((a) => rows.map((b) => a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0)));
          const b = Float64Array.from({ length: n }, next);
          const x = solveSymmetric(Float64Array.from(full.flat()), b, damping);
          for (let i = 0; i < n; i++) {
            const product = (full[i] ?? []).reduce((sum, value, j) => sum + value * (x?.[j] ?? 0), 0);
            expect(product + damping * (x?.[i] ?? Number.NaN)).toBeCloseTo(b[i] as number, 8);
          }
        },
      ),
    );
  });

  it('says that a matrix is not positive definite', () => {
    expect(solveSymmetric(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1), 0)).toBeUndefined();
    expect(solveSymmetric(Float64Array.of(Number.NaN), Float64Array.of(1), 0)).toBeUndefined();
  });
});
