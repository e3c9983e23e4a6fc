import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { COLOURS, NO_VALUE, SM_COLOURS } from '../../../cli/report/colour-map.ts';
import { formatCount, formatNumber } from '../../../cli/report/html-text.ts';
import { QA_CATEGORIES, qaCounts, qaPicture } from '../../../cli/report/qa-picture.ts';
import { renderMapPng } from '../../../cli/report/render-map-png.ts';
import { textStrokes } from '../../../cli/report/stroke-font.ts';
import { degreeLabel, ticksBetween } from '../../../cli/report/ticks.ts';
import { valuePicture } from '../../../cli/report/value-picture.ts';

const scale = { min: 0, max: 0.4, colours: SM_COLOURS };

describe('valuePicture', () => {
  it('spreads the scale over the colours, clips past its ends and keeps an entry for no value', () => {
    const values = new Float32Array([0, 0.2, 0.4, -1, 9, Number.NaN]);
    const { indexes, palette } = valuePicture(values, 3, 2, scale);
    expect(Array.from(indexes)).toEqual([0, 127, 254, 0, 254, COLOURS]);
    expect(Array.from(palette.subarray(COLOURS * 3))).toEqual([...NO_VALUE]);
  });
});

describe('QA pictures', () => {
  const qa = new Uint16Array([0, 1, 2, 64 | 4, 32768, 0]);

  it('show the lowest bit that is set, in the colour of the legend', () => {
    const { indexes, palette } = qaPicture(qa, 3, 2);
    const shown = Array.from(indexes, (entry) => Array.from(palette.subarray(entry * 3, entry * 3 + 3)));
    const legend = (bit: number | undefined) => {
      const hex = QA_CATEGORIES.find((category) => category.bit === bit)?.colour ?? '';
      return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    };
    expect(shown).toEqual([undefined, 0, 1, 2, 15, undefined].map(legend));
  });

  it('count a cell for each of its bits', () => {
    expect(qaCounts(qa).map(({ category, cells }) => [category.bit, cells])).toEqual([
      [undefined, 2],
      [0, 1],
      [1, 1],
      [2, 1],
      [6, 1],
      [15, 1],
    ]);
  });

  it('have a colour of its own for each category', () => {
    expect(new Set(QA_CATEGORIES.map(({ colour }) => colour)).size).toBe(QA_CATEGORIES.length);
  });
});

describe('ticks', () => {
  it.each([
    [3.1, 4.3, 5, [3.25, 3.5, 3.75, 4, 4.25]],
    [43.4, 44.1, 5, [43.4, 43.6, 43.8, 44]],
    [0, 0.4, 6, [0, 0.1, 0.2, 0.3, 0.4]],
    [-2.5, 2.5, 5, [-2, -1, 0, 1, 2]],
  ])('from %d to %d are round numbers', (min, max, most, expected) => {
    expect(ticksBetween(min, max, most)).toEqual(expected);
  });

  it.each([
    [3.25, 'lon', '3.25°E'],
    [180.5, 'lon', '179.5°W'],
    [-16.5, 'lat', '16.5°S'],
    [0, 'lat', '0°'],
  ] as const)('of %d on the %s axis read %s', (degrees, axis, label) => {
    expect(degreeLabel(degrees, axis)).toBe(label);
  });
});

describe('numbers', () => {
  it('have a true minus sign, no minus zero, and a dash where undefined', () => {
    expect([-0.1234, -0.00001, Number.NaN, 0.5].map((value) => formatNumber(value, 3))).toEqual([
      '−0.123',
      '0.000',
      '–',
      '0.500',
    ]);
  });
  it('are grouped by thousands', () => {
    expect([7, 1234, 1234567].map(formatCount)).toEqual(['7', '1 234', '1 234 567']);
  });
});

describe('textStrokes', () => {
  it('draws all that a map picture says', () => {
    const { strokes, width } = textStrokes('2021-08-09 17:39 UTC 0.4 43.6°N 3.75°E S W soil moisture, m³ m⁻³', 14);
    const points = strokes.flat();
    expect(Math.max(...points.map(([, y]) => y))).toBeLessThanOrEqual(16);
    expect(Math.max(...points.map(([x]) => x))).toBeCloseTo(width, 9);
    expect(Math.min(...points.map(([x]) => x))).toBeGreaterThanOrEqual(-0.5);
  });

  it('refuses a character that it does not have', () => {
    expect(() => textStrokes('é', 10)).toThrow('the stroke font has no "é"');
  });
});

describe('renderMapPng', () => {
  const window = { perDegree: 112, column: 183 * 112, row: 46 * 112, width: 4, height: 2 } as const;
  const sm = new Float32Array([0.1, 0.2, 0.3, 0.4, Number.NaN, 0.02, 0.2, 0.1]);
  const png = renderMapPng(window, sm, '2021-08-09T17:39:53Z', 400);

  it('paints each cell in its colour, grey where there is no value', () => {
    const width = png.readUInt32BE(16);
    // One IDAT chunk after the 33 bytes of signature and header.
    const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
    const pixel = (x: number, y: number) =>
      Array.from(rows.subarray(y * (width * 3 + 1) + 1 + x * 3, y * (width * 3 + 1) + 4 + x * 3));
    const { indexes, palette } = valuePicture(sm, 4, 2, scale);
    const colour = (cell: number) =>
      Array.from(palette.subarray((indexes[cell] as number) * 3, (indexes[cell] as number) * 3 + 3));
    // Cells of 100 px, 1 / cos(44°) as high; the map begins at 84, 52.
    const seen = Array.from({ length: 8 }, (_, cell) =>
      pixel(84 + (cell % 4) * 100 + 50, 52 + Math.floor(cell / 4) * 139 + 70),
    );
    expect(seen).toEqual(Array.from({ length: 8 }, (_, cell) => colour(cell)));
    expect(seen[4]).toEqual([...NO_VALUE]);
  });

  it('is the same every time', () => {
    expect(renderMapPng(window, sm, '2021-08-09T17:39:53Z', 400).equals(png)).toBe(true);
  });
});
