import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestNdviDate } from '../../../lib/ndvi/nearest-ndvi-date.ts';

describe('nearestNdviDate', () => {
  const dates = ['2021-07-15', '2021-08-15', '2021-08-01', '2021-09-01'];

  test.each([
    ['2021-08-09T17:39:53Z', { date: '2021-08-15', ageDays: 6 }],
    ['2021-08-08T00:00:00Z', { date: '2021-08-01', ageDays: 7 }], // 7 days to either side: the earlier
    ['2021-08-08T23:59:59Z', { date: '2021-08-01', ageDays: 7 }], // calendar days, whatever the hour
    ['2021-08-15T23:59:59.999Z', { date: '2021-08-15', ageDays: 0 }],
    ['2021-09-21T00:00:00Z', { date: '2021-09-01', ageDays: 20 }],
    ['2021-09-22T00:00:00Z', undefined],
    ['2021-06-24T23:00:00Z', undefined],
  ])('%s', (acquisition, expected) => {
    expect(nearestNdviDate(dates, new Date(acquisition), 20)).toEqual(expected);
  });

  test('passes over what is no calendar date', () => {
    const odd = ['2021-02-30', 'latest', '2021-3-1', '', '2021-13-01'];
    expect(nearestNdviDate(odd, new Date('2021-03-01T00:00:00Z'), 400)).toBeUndefined();
  });

  test('does not depend on the order of the dates, and none is nearer', () => {
    const day = fc.integer({ min: 18000, max: 19000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.array(day), day, (list, acquired) => {
        const acquisition = new Date(`${acquired}T12:00:00Z`);
        const answer = nearestNdviDate(list, acquisition, 20);
        expect(nearestNdviDate([...list].reverse(), acquisition, 20)).toEqual(answer);
        const ages = list.map((date) => Math.abs(Date.parse(date) - Date.parse(acquired)) / 86_400_000);
        expect(answer?.ageDays).toBe(ages.some((age) => age <= 20) ? Math.min(...ages) : undefined);
      }),
    );
  });
});
