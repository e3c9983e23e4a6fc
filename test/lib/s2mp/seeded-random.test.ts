import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../lib/s2mp/seeded-random.ts';

const COUNT = 100_000;
const draw = (next: () => number): number[] => Array.from({ length: COUNT }, next);
const moment = (values: number[], power: number): number =>
  values.reduce((sum, value) => sum + value ** power, 0) / values.length;

describe('seededRandom', () => {
  it('repeats with seed and stream and differs otherwise', () => {
    const first = (seed: number, stream: string): number => seededRandom(seed, stream).uniform();
    expect(first(1, 'a')).toBe(first(1, 'a'));
    expect(new Set([first(1, 'a'), first(2, 'a'), first(1, 'b'), first(1, 'ab')]).size).toBe(4);
  });

  it('has the moments of a uniform and of a standard normal variable', () => {
    const random = seededRandom(7, 'moments');
    const uniform = draw(random.uniform);
    // Four standard errors of each moment at 100 000 draws.
    expect(Math.abs(moment(uniform, 1) - 1 / 2)).toBeLessThan(0.0037);
    expect(Math.abs(moment(uniform, 2) - 1 / 3)).toBeLessThan(0.0038);
    const normal = draw(random.normal);
    expect(Math.abs(moment(normal, 1))).toBeLessThan(0.0127);
    expect(Math.abs(moment(normal, 2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moment(normal, 3))).toBeLessThan(0.049);
    expect(Math.abs(moment(normal, 4) - 3)).toBeLessThan(0.125);
  });

  it('draws one number independently of the one before', () => {
    const { normal } = seededRandom(3, 'pairs');
    const values = draw(normal);
    const covariance = values.slice(1).reduce((sum, value, i) => sum + value * (values[i] as number), 0) / COUNT;
    expect(Math.abs(covariance)).toBeLessThan(0.0127);
  });
});
