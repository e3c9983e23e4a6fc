import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal } from '../../../lib/xml/parse-decimal.ts';
import { parseDecimals } from '../../../lib/xml/parse-decimals.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('parseDecimal rounds as the language does', () => {
  test('for every way to write a number', () => {
    const written = fc.oneof(
      finite.map(String),
      fc.tuple(finite, fc.integer({ min: 0, max: 20 })).map(([value, digits]) => value.toExponential(digits)),
      fc.tuple(fc.double({ min: -1e20, max: 1e20 }), fc.integer({ min: 0, max: 20 })).map(([v, d]) => v.toFixed(d)),
      fc.stringMatching(/^[+-]?[0-9]{1,25}(\.[0-9]{0,25})?([eE][+-]?[0-9]{1,2})?$/),
      fc.stringMatching(/^[+-]?\.[0-9]{1,25}([eE][+-]?[0-9]{1,2})?$/),
    );
    fc.assert(
      fc.property(written, (text) => {
        const value = Number(text);
        expect(parseDecimal(text)).toBe(Number.isFinite(value) ? value : Number.NaN);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    '',
    '+',
    '.',
    '-.',
    'e5',
    '1e',
    '1e+',
    '1e5.',
    '1.2.3',
    '0x1f',
    '1_000',
    'NaN',
    'INF',
    'Infinity',
    '1e999',
  ])('%j is no finite decimal number', (text) => {
    expect(parseDecimal(text)).toBeNaN();
  });

  test('reads only the part that it is given', () => {
    expect(parseDecimal('12 345e1 6', 3, 8)).toBe(3450);
  });
});

describe('parseDecimals', () => {
  test('gives back what was written with any blanks between', () => {
    const blanks = fc.stringMatching(/^[ \n\r\t]+$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, blanks)), blanks, (items, before) => {
        const text = before + items.map(([value, blank]) => value + blank).join('');
        const { values, bad } = parseDecimals(text);
        expect(bad).toBeUndefined();
        expect(values).toEqual(Float64Array.from(items, ([value]) => value + 0));
      }),
    );
  });

  test('names the first bad item', () => {
    expect(parseDecimals('1 2 x3 4 y')).toEqual({ values: Float64Array.of(1, 2), bad: 'x3' });
  });
});
