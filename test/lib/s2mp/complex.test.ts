import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, complex, divide, multiply, squaredModulus, squareRoot, subtract } from '../../../lib/s2mp/complex.ts';

const part = fc.double({ min: -100, max: 100, noNaN: true });
const number = fc.tuple(part, part).map(([re, im]) => complex(re, im));

describe('complex arithmetic', () => {
  it('divides by what it multiplied with', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        fc.pre(squaredModulus(b) > 1e-3);
        const back = divide(multiply(a, b), b);
        expect(back.re).toBeCloseTo(a.re, 7);
        expect(back.im).toBeCloseTo(a.im, 7);
      }),
    );
  });

  it('takes the root with a real part that is not negative', () => {
    fc.assert(
      fc.property(number, (a) => {
        const root = squareRoot(a);
        expect(root.re).toBeGreaterThanOrEqual(0);
        const difference = subtract(multiply(root, root), a);
        expect(Math.sqrt(squaredModulus(difference))).toBeLessThan(1e-10 * (1 + Math.hypot(a.re, a.im)));
      }),
    );
  });

  it('keeps the small part of the root of an almost real number', () => {
    expect(squareRoot(complex(-4, 2e-10)).re).toBeCloseTo(5e-11, 20);
    expect(squareRoot(complex(4, -2e-10)).im).toBeCloseTo(-5e-11, 20);
    expect(squareRoot(complex(0, 0))).toEqual(complex(0, 0));
  });

  it('adds and subtracts by parts', () => {
    expect(subtract(add(complex(1, 2), complex(3, -5)), complex(3, -5))).toEqual(complex(1, 2));
  });
});
