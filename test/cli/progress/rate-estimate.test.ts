import { expect, test } from 'vitest';
import { formatRate, formatRemaining, RateEstimate } from '../../../cli/progress/rate-estimate.ts';

test('a rate is known once something was done in some time', () => {
  const estimate = new RateEstimate(1000);
  expect([estimate.rate(0, 5000), estimate.rate(10, 1000), estimate.rate(10, 3000)]).toEqual([undefined, undefined, 5]);
});

test('what remains takes as long as the rate so far says, and never less than nothing', () => {
  const estimate = new RateEstimate(0);
  expect([0, 10, 40, 50].map((done) => estimate.remainingSeconds(done, 40, 2000))).toEqual([undefined, 6, 0, 0]);
});

test.each([
  [undefined, '–'],
  [0.44, '0.4 lines/s'],
  [12.6, '13 lines/s'],
  [12_345.6, '12 346 lines/s'],
])('the rate %s reads %s', (rate, text) => {
  expect(formatRate(rate, 'lines')).toBe(text);
});

test.each([
  [undefined, '–'],
  [Number.POSITIVE_INFINITY, '–'],
  [0, '0:00'],
  [6.2, '0:07'],
  [59.5, '1:00'],
  [750, '12:30'],
])('%s seconds to go read %s', (seconds, text) => {
  expect(formatRemaining(seconds)).toBe(text);
});
