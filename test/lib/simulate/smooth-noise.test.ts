import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smoothNoise } from '../../../lib/simulate/smooth-noise.ts';

const noise = { name: 'test', spacingDeg: 0.013, deviation: 1 };

test('a point has the same value, bit for bit, in every grid that holds it', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.nat(40), fc.integer(), (dx, dy, seed) => {
      const whole = { perDegree: 1008, column: 184_000, row: 46_000, width: 60, height: 60, shift: 0.5 } as const;
      const part = { ...whole, column: whole.column + dx, row: whole.row + dy, width: 20, height: 20 };
      const a = smoothNoise(whole, noise, seed);
      const b = smoothNoise(part, noise, seed);
      for (let j = 0; j < 20; j++) {
        const row = (j + dy) * 60 + dx;
        expect(b.slice(j * 20, (j + 1) * 20)).toEqual(a.slice(row, row + 20));
      }
    }),
    { numRuns: 20 },
  );
});

test('the field has the asked deviation and varies smoothly', () => {
  const grid = { perDegree: 1008, column: 0, row: 50_000, width: 1500, height: 1500, shift: 0.5 } as const;
  const field = smoothNoise(grid, { ...noise, deviation: 3 }, 5);
  const mean = field.reduce((sum, x) => sum + x, 0) / field.length;
  const variance = field.reduce((sum, x) => sum + (x - mean) ** 2, 0) / field.length;
  expect(Math.abs(mean)).toBeLessThan(0.15);
  expect(Math.sqrt(variance)).toBeGreaterThan(2.7);
  expect(Math.sqrt(variance)).toBeLessThan(3.3);
  // 13 pixels between lattice points: neighbours differ by a small part of the deviation
  const steps = field.slice(0, 1499).map((x, i) => Math.abs((field[i + 1] as number) - x));
  expect(Math.max(...steps)).toBeLessThan(1.5);
});
