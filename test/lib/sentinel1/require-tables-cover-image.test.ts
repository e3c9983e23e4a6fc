import { expect, test } from 'vitest';
import type { Noise, NoiseAzimuthVector } from '../../../lib/sentinel1/noise.ts';
import { requireNoiseCoversImage } from '../../../lib/sentinel1/require-tables-cover-image.ts';

const IMAGE = { samples: 26144, lines: 16676 };
const f = (...values: number[]) => Float64Array.from(values);
const range = [0, 16675].map((line) => ({ line, pixel: f(0, 26143), power: f(900, 900) }));

/** Three windows as real products have them, one of them edited. */
function noiseWith(edit: Partial<NoiseAzimuthVector> = {}, ...more: NoiseAzimuthVector[]): Noise {
  const window = (swath: string, firstSample: number, lastSample: number): NoiseAzimuthVector => {
    return { swath, firstLine: 0, lastLine: 16675, firstSample, lastSample, line: f(0, 16675), factor: f(1.1, 1) };
  };
  const azimuth = [window('IW1', 0, 8759), { ...window('IW2', 8760, 17560), ...edit }, window('IW3', 17561, 26143)];
  return { kind: 'range-azimuth', range, azimuth: [...azimuth, ...more] };
}

const rest: NoiseAzimuthVector = {
  ...{ swath: 'IW2', firstLine: 9000, lastLine: 16675, firstSample: 8760, lastSample: 17560 },
  ...{ line: f(9000, 16675), factor: f(1, 1) },
};

test.each<[string, Noise]>([
  ['windows over the whole image', noiseWith()],
  [
    'a sub-swath that starts late and ends early',
    noiseWith({ firstLine: 1900, lastLine: 15000, line: f(1900, 15000) }),
  ],
  ['two windows of a sub-swath, one after the other', noiseWith({ lastLine: 8999, line: f(0, 8999) }, rest)],
  ['a window that is said to go beyond the image', noiseWith({ lastLine: 20_000 })],
])('%s: accepted', (_, noise) => {
  expect(requireNoiseCoversImage(noise, IMAGE, 'noise.xml')).toBe(noise);
});

test.each<[string, Noise, string]>([
  [
    'a window with a digit lost',
    noiseWith({ lastLine: 1667, line: f(0, 1667) }),
    'covers no line of IW2 from 1668 on, but the image has 16676',
  ],
  [
    'a window that starts in the middle',
    noiseWith({ firstLine: 9000, line: f(9000, 16675) }),
    'covers no line of IW2 from 0 on, but the image has 16676',
  ],
  [
    'a gap between two windows',
    noiseWith({ lastLine: 5000, line: f(0, 5000) }, rest),
    'covers no line of IW2 from 5001 on, but the image has 16676',
  ],
  [
    'factors that end before their window',
    noiseWith({ line: f(0, 10_000) }),
    'has factors for lines 0 to 10000 in its window of IW2, which goes from 0 to 16675',
  ],
  [
    'windows that leave samples out',
    noiseWith({ lastSample: 9000 }),
    'covers no sample from 9001 on, but the image has 26144',
  ],
])('%s: refused', (_, noise, what) => {
  expect(() => requireNoiseCoversImage(noise, IMAGE, 'noise.xml')).toThrow(
    `noise.xml: <noiseAzimuthVectorList> ${what}. Download the product again; if it stays so, report it to the provider.`,
  );
});
