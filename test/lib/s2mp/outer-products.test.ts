import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOuterProducts } from '../../../lib/s2mp/outer-products.ts';

describe('addOuterProducts', () => {
  it('adds the lower triangle of the Gram matrix for any size', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        fc.infiniteStream(fc.integer({ min: -9, max: 9 })),
        (count, used, slack, numbers) => {
          const stride = used + slack;
          const next = (): number => numbers.next().value as number;
          const rows = Float64Array.from({ length: count * stride }, next);
          const before = Float64Array.from({ length: count * count }, next);
          const gram = Float64Array.from(before);
          addOuterProducts(rows, count, stride, used, gram);
          for (let i = 0; i < count; i++) {
            for (let j = 0; j < count; j++) {
              let expected = before[i * count + j] as number;
              for (let k = 0; k < used && j <= i; k++) {
                expected += (rows[i * stride + k] as number) * (rows[j * stride + k] as number);
              }
              expect(gram[i * count + j]).toBe(expected);
            }
          }
        },
      ),
    );
  });
});
