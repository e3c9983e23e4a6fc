import { describe, expect, it } from 'vitest';
import { COLOURS, DENSITY_COLOURS, SM_COLOURS, UNCERTAINTY_COLOURS } from '../../../cli/report/colour-map.ts';
import { oklabDistance, rgbOfHex, toOklab } from '../../../cli/report/oklab.ts';

const labs = (colours: Uint8Array) =>
  Array.from({ length: COLOURS }, (_, i) =>
    toOklab([colours[i * 3] as number, colours[i * 3 + 1] as number, colours[i * 3 + 2] as number]),
  );

describe('toOklab', () => {
  // Published pairs of OKLab: white has lightness 1 and no colour; sRGB red is (0.62796, 0.22486, 0.12585).
  it.each([
    ['#ffffff', [1, 0, 0]],
    ['#000000', [0, 0, 0]],
    ['#ff0000', [0.62796, 0.22486, 0.12585]],
  ] as const)('of %s', (hex, expected) => {
    expect(oklabDistance(toOklab(rgbOfHex(hex)), expected)).toBeLessThan(1e-4);
  });
});

describe.each([
  ['soil moisture', SM_COLOURS],
  ['uncertainty', UNCERTAINTY_COLOURS],
  ['density', DENSITY_COLOURS],
])('the colours of %s', (_, colours) => {
  const path = labs(colours);

  it('get darker all the way', () => {
    // Bytes are rounded, so neighbours may tie; over ten steps they may not.
    for (let i = 10; i < path.length; i++) expect(path[i]?.[0]).toBeLessThan(path[i - 10]?.[0] as number);
  });

  it('are evenly spaced to the eye', () => {
    const steps = path.slice(10).map((point, i) => oklabDistance(point, path[i] ?? point));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    // Chords across a bend of the path are a little shorter than its arcs.
    expect(Math.min(...steps) / mean).toBeGreaterThan(0.75);
    expect(Math.max(...steps) / mean).toBeLessThan(1.15);
  });
});
