import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CORNERS_PER_SIDE } from '../../../lib/sentinel1/locate-corners.ts';
import { meanNoise } from '../../../lib/sentinel1/mean-noise.ts';
import type { Noise } from '../../../lib/sentinel1/noise.ts';
import { findNoiseBreaks, hasBreak } from '../../../lib/sentinel1/noise-breaks.ts';
import { createNoiseTable, noisePowerAt } from '../../../lib/sentinel1/noise-table.ts';

const SAMPLES = 120;
const LINES = 90;
const f = (...values: number[]) => Float64Array.from(values);

/** A step of a third at sample 49 | 50, as at a sub-swath's seam; another factor there; bursts that meet at 29 | 30. */
const NOISE: Noise = {
  kind: 'range-azimuth',
  range: [0, 100].map((line) => ({ line, pixel: f(0, 49, 50, 119), power: f(1200, 1200, 900, 900) })),
  azimuth: [
    { swath: 'IW1', firstLine: 0, lastLine: 89, firstSample: 0, lastSample: 49, line: f(0), factor: f(1) },
    {
      swath: 'IW2',
      ...{ firstLine: 0, lastLine: 89, firstSample: 50, lastSample: 119 },
      ...{ line: f(0, 29, 30, 89), factor: f(1.08, 1.08, 1.11, 1.11) },
    },
  ],
};
const TABLE = createNoiseTable(NOISE, SAMPLES, LINES);
const BREAKS = findNoiseBreaks(TABLE);

describe('findNoiseBreaks', () => {
  test('finds steps in range and azimuth, and windows that meet', () => {
    expect([...BREAKS.samples]).toEqual([49, 50]);
    expect(BREAKS.lines.map((lines) => [...lines])).toEqual([[89], [29, 30, 89]]);
  });

  test('windows of one sub-swath that follow one another along the lines have a break between them', () => {
    const inSwath = { swath: 'IW1', firstSample: 0, lastSample: SAMPLES - 1 };
    const azimuth = [
      { ...inSwath, firstLine: 0, lastLine: 39, line: f(0), factor: f(1) },
      { ...inSwath, firstLine: 40, lastLine: 89, line: f(40), factor: f(1.13) },
    ];
    const { lines } = findNoiseBreaks(createNoiseTable({ ...NOISE, azimuth }, SAMPLES, LINES));
    expect(lines.map((ofWindow) => [...ofWindow])).toEqual([[39], [39, 89]]);
  });

  test('takes slopes and gentle bends for smooth', () => {
    const pixel = f(0, 40, 80, 119);
    const smooth: Noise = { kind: 'range', range: [{ line: 0, pixel, power: f(1000, 1040, 1100, 1120) }], azimuth: [] };
    expect(findNoiseBreaks(createNoiseTable(smooth, SAMPLES, LINES))).toEqual({ samples: new Int32Array(), lines: [] });
  });

  test('has nothing to find where there is no noise', () => {
    const none = createNoiseTable({ ...NOISE, kind: 'none' }, SAMPLES, LINES);
    expect(findNoiseBreaks(none)).toEqual({ samples: new Int32Array(), lines: [] });
  });
});

test('hasBreak says whether something changes between two places', () => {
  const breaks = fc.uniqueArray(fc.integer({ min: 0, max: 60 })).map((all) => Int32Array.from(all).sort());
  fc.assert(
    fc.property(breaks, fc.integer({ min: -5, max: 65 }), fc.nat(20), (all, from, length) => {
      expect(hasBreak(all, from, from + length)).toBe(all.some((at) => at >= from && at < from + length));
    }),
  );
});

/** Samples of the image inside the pixel, by the even-odd rule; their mean of η. */
function bruteMean(corners: Float64Array, ring: readonly number[]): number {
  const at = (k: number, part: 0 | 1) => corners[2 * (ring[k % 4] ?? 0) + part] ?? Number.NaN;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < LINES; y++) {
    for (let x = 0; x < SAMPLES; x++) {
      let inside = false;
      for (let k = 0; k < 4; k++) {
        const crosses = at(k, 0) <= y !== at(k + 1, 0) <= y;
        // Rounded as there: or else a sample on an edge may fall to either side.
        const edge = at(k, 1) + ((at(k + 1, 1) - at(k, 1)) / (at(k + 1, 0) - at(k, 0))) * (y - at(k, 0));
        if (crosses && x >= edge) inside = !inside;
      }
      if (!inside) continue;
      sum += noisePowerAt(TABLE, y, x);
      count++;
    }
  }
  return sum / count;
}

test('the mean over a pixel is that of its samples, wherever it lies', () => {
  const place = fc.record({
    line: fc.double({ min: -8, max: 98, noNaN: true }),
    sample: fc.double({ min: -8, max: 128, noNaN: true }),
  });
  const shape = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(place, shape, fc.constantFrom(1, -1), ({ line, sample }, wobble, direction) => {
      const corners = new Float64Array(2 * CORNERS_PER_SIDE * CORNERS_PER_SIDE);
      const nw = 3 * CORNERS_PER_SIDE + 4;
      const ring = [nw, nw + 1, nw + CORNERS_PER_SIDE + 1, nw + CORNERS_PER_SIDE];
      const unit = [
        [0, 0],
        [1, 9],
        [11, 7],
        [10, -2],
      ];
      ring.forEach((k, i) => {
        corners[2 * k] = line + direction * (unit[i]?.[0] ?? 0) + (wobble[2 * i] ?? 0);
        corners[2 * k + 1] = sample + (unit[i]?.[1] ?? 0) + (wobble[2 * i + 1] ?? 0);
      });
      const found = meanNoise(TABLE, BREAKS.samples, corners, nw, { lines: LINES, samples: SAMPLES });
      const expected = bruteMean(corners, ring);
      if (Number.isNaN(expected)) expect(found).toBeNaN();
      else expect(found / expected).toBeCloseTo(1, 9);
    }),
    { numRuns: 300 },
  );
});
