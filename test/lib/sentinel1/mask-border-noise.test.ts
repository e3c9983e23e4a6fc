import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { notBorderNoise } from '../../../lib/sentinel1/data-test.ts';
import { maskBorderNoise } from '../../../lib/sentinel1/mask-border-noise.ts';
import { needsBorderNoiseMask } from '../../../lib/sentinel1/needs-border-noise-mask.ts';
import { parseNoise } from '../../../lib/sentinel1/noise.ts';
import { createNoiseTable } from '../../../lib/sentinel1/noise-table.ts';
import { openVv, realAnnotations, realProducts } from './real-products.ts';

const SAMPLES = 6000;
const LINES = 4000;
const VALID = { first: 60, last: 5900, firstLine: 0, lastLine: LINES - 1 };

const withoutNoise = notBorderNoise(createNoiseTable({ kind: 'none', range: [], azimuth: [] }, SAMPLES, LINES));
const withNoise = (power: number) => {
  const pixel = Float64Array.of(0, SAMPLES - 1);
  const range = [{ line: 0, pixel, power: Float64Array.of(power, power) }];
  return notBorderNoise(createNoiseTable({ kind: 'range', range, azimuth: [] }, SAMPLES, LINES));
};

/** One line, and what is left of it. */
function masked(dnAt: (sample: number) => number, line = 2000, dataTest = withoutNoise): Uint16Array {
  const dn = Uint16Array.from({ length: SAMPLES }, (_, i) => dnAt(i));
  maskBorderNoise(dn, line, 1, SAMPLES, VALID, dataTest);
  return dn;
}

const noiseAt = (sample: number) => (sample * 7) % 29;

describe('maskBorderNoise', () => {
  test('sets noise at either edge to 0, with the outliers in it, and stops at the image', () => {
    const dn = (i: number) => (i >= 60 && i <= 5900 ? 150 : i % 37 < 3 ? 90 : noiseAt(i));
    expect(masked(dn)).toEqual(Uint16Array.from({ length: SAMPLES }, (_, i) => (i >= 60 && i <= 5900 ? 150 : 0)));
  });

  test('leaves dark water inside the margin as it is', () => {
    const dn = (i: number) =>
      i < 60 || i > 5900 ? noiseAt(i) : (i > 100 && i < 400) || i > 5700 ? 10 + (i % 15) : 200;
    const left = masked((i) => (i > 5700 && i < 5880 ? 12 : dn(i > 5700 ? 1000 : i)));
    expect(left.subarray(60, 5900)).toEqual(
      Uint16Array.from({ length: 5840 }, (_, k) => {
        const i = k + 60;
        return i > 5700 && i < 5880 ? 12 : dn(i > 5700 ? 1000 : i);
      }),
    );
    expect(Math.max(...left.subarray(0, 60))).toBe(0);
  });

  test('goes no further than 500 samples beyond where image was found elsewhere', () => {
    const found = masked((i) => 10 + (i % 9));
    expect(found.findIndex((value) => value > 0)).toBe(560);
    expect(found.findLastIndex((value) => value > 0)).toBe(5400);
  });

  test('what does not exceed the thermal noise by half a DN is noise, however bright', () => {
    expect(masked(() => 45, 2000, withNoise(2025))[0]).toBe(0); // 45² − 2025 = 0
    expect(masked(() => 45, 2000, withNoise(2024))[0]).toBe(45);
    expect(masked(() => 29, 2000, withNoise(0))[0]).toBe(0);
    expect(masked(() => 30, 2000, withNoise(0))[0]).toBe(30);
  });

  test('near the first and the last line a sub-swath that has not begun is masked, a lake is not', () => {
    // Sub-swath from 1500 to 4200 still noise; a dark lake from 5000 to 5600.
    const isSwath = (i: number) => i >= 1500 && i < 4200;
    const isLake = (i: number) => i >= 5000 && i < 5600;
    const dn = (i: number) => (isSwath(i) ? 1 + noiseAt(i) : isLake(i) ? 20 : 150);
    const expected = Uint16Array.from({ length: SAMPLES }, (_, i) => (isSwath(i) ? 0 : dn(i)));
    for (const line of [0, 499, LINES - 1, LINES - 500]) expect(masked(dn, line)).toEqual(expected);
    for (const line of [500, 2000, LINES - 501]) {
      expect(masked(dn, line)).toEqual(Uint16Array.from({ length: SAMPLES }, (_, i) => dn(i)));
    }
  });

  test('parts of the file that were not read stay what they are: no noise', () => {
    const dn = (i: number) => (i >= 1500 && i < 4200 ? 0 : i >= 4200 && i < 4700 ? 20 : 150);
    expect(masked(dn, 0)).toEqual(Uint16Array.from({ length: SAMPLES }, (_, i) => dn(i)));
  });

  test('is what regular expressions make of the line, and the same for any cut into bands', () => {
    // Stretches of image, noise and mixtures, long and short.
    const stretch = fc.tuple(
      fc.constantFrom('d', 'x', '0', 'ddddddd', 'dddddddd', 'xd'),
      fc.integer({ min: 1, max: 900 }),
    );
    const lines = fc.array(fc.array(stretch, { minLength: 8, maxLength: 20 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(lines, fc.constantFrom(0, 498, 2000, LINES - 501), (drawn, firstLine) => {
        const texts = drawn.map((line) =>
          line
            .map(([t, n]) => t.repeat(n))
            .join('')
            .padEnd(SAMPLES, 'd')
            .slice(0, SAMPLES),
        );
        const dnOf = { d: 140, x: 17, 0: 0 } as const;
        const encode = (all: readonly string[]) => Uint16Array.from(all.join(''), (c) => dnOf[c as keyof typeof dnOf]);
        const whole = encode(texts);
        maskBorderNoise(whole, firstLine, 3, SAMPLES, VALID, withoutNoise);
        expect(whole).toEqual(encode(texts.map((text, i) => byExpressions(text, firstLine + i))));
        texts.forEach((text, i) => {
          const one = encode([text]);
          maskBorderNoise(one, firstLine + i, 1, SAMPLES, VALID, withoutNoise);
          expect(one).toEqual(whole.subarray(i * SAMPLES, (i + 1) * SAMPLES));
        });
      }),
    );
  });
});

function byExpressions(text: string, line: number): string {
  const reversed = [...text].reverse().join('');
  const at = (found: number, limit: number) => (found < 0 || found > limit ? limit : found);
  // A run of image must be seen whole before the limit.
  const left = at(text.slice(0, 560).search(/d{8}/), 560);
  const right = SAMPLES - at(reversed.slice(0, SAMPLES - 5401).search(/d{8}/), SAMPLES - 5401);
  const cut = '0'.repeat(left) + text.slice(left, right) + '0'.repeat(SAMPLES - right);
  if (line >= 500 && line <= LINES - 501) return cut;
  return cut
    .split(/(d{8,})/)
    .map((part) => (/^d{8}/.test(part) || (part.match(/x/g) ?? []).length < 2000 ? part : '0'.repeat(part.length)))
    .join('');
}

test.each([
  ['002.36', true],
  ['002.84', true],
  ['002.90', false],
  ['002.91', false],
  ['003.31', false],
  ['004.03', false],
  ['unknown', false],
])('IPF %s needs a mask: %s', (ipf, needs) => {
  expect(needsBorderNoiseMask(ipf)).toBe(needs);
});

test.skipIf(realProducts.length === 0)(
  'of the real products the one of 2015 does; its noise tables hold nothing',
  async () => {
    expect(realAnnotations.map(({ ipf }) => needsBorderNoiseMask(ipf))).toEqual([true, false, false]);
    const [old] = realProducts;
    const annotation = realAnnotations[0]?.annotation;
    if (!old || !annotation) throw new Error('no product of 2015');
    const { bytes, name } = await openVv(old, 'noise');
    const { samples, lines } = annotation;
    const dataTest = notBorderNoise(createNoiseTable(parseNoise(bytes, name), samples, lines));
    const valid = { first: 300, last: samples - 201, firstLine: 0, lastLine: lines - 1 };
    const inside = (i: number) => i >= 300 && i < samples - 200;
    const dn = Uint16Array.from({ length: 3 * samples }, (_, i) => (inside(i % samples) ? 31 : 29));
    maskBorderNoise(dn, 8000, 3, samples, valid, dataTest);
    expect(dn).toEqual(Uint16Array.from({ length: 3 * samples }, (_, i) => (inside(i % samples) ? 31 : 0)));
  },
);
