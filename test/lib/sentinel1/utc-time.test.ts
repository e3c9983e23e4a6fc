import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUtcUs, parseUtcUs } from '../../../lib/sentinel1/utc-time.ts';

test('a time of a product is exact to the microsecond', () => {
  expect(parseUtcUs('2021-08-09T17:39:53.153776')).toBe(1_628_530_793_153_776);
  expect(parseUtcUs('2021-08-09T17:39:53Z')).toBe(1_628_530_793_000_000);
  expect(formatUtcUs(1_628_530_793_000_001)).toBe('2021-08-09T17:39:53.000001Z');
});

test('formatting and parsing are inverse', () => {
  const year2100 = 4_102_444_800_000_000;
  fc.assert(fc.property(fc.integer({ min: 0, max: year2100 }), (us) => parseUtcUs(formatUtcUs(us)) === us));
});

test.each(['', 'today', '2021-08-09', '2021-13-09T00:00:00', '2021-08-09T17:39:53+02:00'])('%j is no time', (text) => {
  expect(parseUtcUs(text)).toBeNaN();
});
