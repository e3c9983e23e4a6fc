import { describe, expect, test } from 'vitest';
import { amplitudeAt, createAmplitudeTable } from '../../../lib/sentinel1/amplitude-table.ts';
import { parseCalibration } from '../../../lib/sentinel1/calibration.ts';
import { type Noise, parseNoise } from '../../../lib/sentinel1/noise.ts';
import { createNoiseTable, noisePowerAt } from '../../../lib/sentinel1/noise-table.ts';
import { openVv, realProducts } from './real-products.ts';

const f = (...values: number[]) => Float64Array.from(values);
const NOISE: Noise = {
  kind: 'range-azimuth',
  range: [
    { line: 0, pixel: f(0, 40, 47, 48, 80, 100), power: f(100, 140, 147, 500, 532, 0) },
    { line: 200, pixel: f(0, 100), power: f(300, 300) },
  ],
  azimuth: [
    { swath: 'IW1', firstLine: 0, lastLine: 199, firstSample: 0, lastSample: 47, line: f(0, 100), factor: f(1, 2) },
    { swath: 'IW2', firstLine: 0, lastLine: 199, firstSample: 48, lastSample: 100, line: f(0), factor: f(3) },
  ],
};

describe('noisePowerAt', () => {
  const table = createNoiseTable(NOISE, 101, 200);
  test.each([
    ['a node', 0, 0, 100],
    ['between pixels, by pixel and not by index', 0, 44, 144],
    ['the last sample before a seam', 0, 47, 147],
    ['the first sample after it, with the next window’s factor', 0, 48, 3 * 500],
    ['the far edge, where the table ends with a zero', 0, 100, 3 * 532],
    ['between lines, times the azimuth factor', 100, 0, 2 * 200],
    ['azimuth between lines', 50, 0, 1.5 * 150],
    ['after the last azimuth node', 199, 0, 2 * 299],
  ])('%s', (_, line, sample, expected) => {
    expect(noisePowerAt(table, line, sample)).toBeCloseTo(expected, 3);
  });

  test('places beside the image get the value at its edge', () => {
    expect(noisePowerAt(table, -5, -5)).toBe(100); // outside all windows: factor 1
    expect(noisePowerAt(table, 500, 300)).toBe(300);
  });

  test('a table of zeros is no noise to remove', () => {
    const zero = { ...NOISE, kind: 'none' } as const;
    expect(noisePowerAt(createNoiseTable(zero, 101, 200), 50, 50)).toBe(0);
  });

  test('products before IPF 2.9 have range vectors alone', () => {
    const old = createNoiseTable({ kind: 'range', range: NOISE.range, azimuth: [] }, 101, 200);
    expect(noisePowerAt(old, 100, 0)).toBeCloseTo(200, 4);
  });
});

test('A is linear in sample and line', () => {
  const calibration = {
    vectors: [
      { line: 0, pixel: f(0, 100), amplitude: f(600, 500) },
      { line: 200, pixel: f(0, 100), amplitude: f(610, 510) },
    ],
  };
  const amplitude = createAmplitudeTable(calibration, 101);
  expect(amplitudeAt(amplitude, 100, 50)).toBeCloseTo(555, 3);
});

describe('bad tables are refused', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const vector = (pixel: string, lut: string) =>
    bytes(
      `<noise><noiseVectorList><noiseVector><line>0</line><pixel>${pixel}</pixel><noiseLut>${lut}</noiseLut></noiseVector></noiseVectorList></noise>`,
    );
  test.each([
    ['without vectors', bytes('<noise><noiseVectorList/></noise>'), 'holds no <noiseVector>'],
    ['without a list', bytes('<noise/>'), 'has no <noiseRangeVectorList>'],
    ['of unequal length', vector('0 40', '1'), 'has 2 of pixel but 1 of noiseLut'],
    ['with pixels out of order', vector('40 0', '1 1'), 'pixel> is not increasing'],
    ['with negative power', vector('0 40', '1 -1'), 'noiseLut> holds a negative value'],
    ['with text', vector('0 40', '1 nan'), 'noiseLut> holds "nan", not a number'],
  ])('noise %s', (_, content, what) => {
    expect(() => parseNoise(content, 'n.xml')).toThrow(what);
    expect(() => parseNoise(content, 'n.xml')).toThrow(expect.objectContaining({ reason: 'invalid-noise' }));
  });

  test('tables with far more vectors than a product has, which would fill the memory', () => {
    const many = Array.from(
      { length: 1001 },
      (_, line) => `<V><line>${line}</line><pixel>0 1</pixel><L>1 1</L></V>`,
    ).join('');
    const noise = many.replaceAll('V>', 'noiseVector>').replaceAll('L>', 'noiseLut>');
    const list = `<noise><noiseVectorList>${noise}</noiseVectorList></noise>`;
    expect(() => parseNoise(bytes(list), 'n.xml')).toThrow('holds 1001 vectors');
    const calibration = many.replaceAll('V>', 'calibrationVector>').replaceAll('L>', 'sigmaNought>');
    const other = `<calibration><calibrationVectorList>${calibration}</calibrationVectorList></calibration>`;
    expect(() => parseCalibration(bytes(other), 'c.xml')).toThrow('holds 1001 vectors');
  });

  test('old schema, all zero', () => {
    expect(parseNoise(vector('0 40', '0 0'), 'n.xml').kind).toBe('none');
    expect(parseNoise(vector('0 40', '0 1'), 'n.xml').kind).toBe('range');
  });

  test.each([
    ['<calibration><calibrationVectorList/></calibration>', 'holds no <calibrationVector>'],
    [
      '<calibration><calibrationVectorList><calibrationVector><line>0</line><pixel>0 40</pixel><sigmaNought>600 0</sigmaNought></calibrationVector></calibrationVectorList></calibration>',
      'not positive',
    ],
    [
      '<calibration><calibrationVectorList><calibrationVector><line>0</line><pixel>0 40</pixel></calibrationVector></calibrationVectorList></calibration>',
      'has no <sigmaNought>',
    ],
  ])('calibration %#', (text, what) => {
    expect(() => parseCalibration(bytes(text), 'c.xml')).toThrow(what);
    expect(() => parseCalibration(bytes(text), 'c.xml')).toThrow(
      expect.objectContaining({ reason: 'invalid-calibration' }),
    );
  });
});

// NESZ of the mid line, VV: computed with numpy (interp of the XML's lists), minimum, median and maximum in dB.
describe.skipIf(realProducts.length === 0)('noise-equivalent σ⁰ of real products', () => {
  test.each([
    ['20210119T031653', 25_931, 16_854, -29.869, -25.691, -22.444],
    ['20210809T173953', 26_144, 16_676, -29.595, -25.358, -22.38],
  ])('%s', async (start, samples, lines, min, median, max) => {
    const files = realProducts.find(({ product }) => product.includes(start));
    if (!files) throw new Error('not there');
    const noiseFile = await openVv(files, 'noise');
    const calibrationFile = await openVv(files, 'calibration');
    const noise = createNoiseTable(parseNoise(noiseFile.bytes, 'n'), samples, lines);
    const amplitude = createAmplitudeTable(parseCalibration(calibrationFile.bytes, 'c'), samples);
    const db = Float64Array.from({ length: samples }, (_, sample) => {
      const power = noisePowerAt(noise, lines / 2, sample);
      return 10 * Math.log10(power / amplitudeAt(amplitude, lines / 2, sample) ** 2);
    }).sort();
    expect(db[0]).toBeCloseTo(min, 2);
    expect(db[samples >> 1]).toBeCloseTo(median, 2);
    expect(db[samples - 1]).toBeCloseTo(max, 2);
  });
});
