import { expect, test } from 'vitest';
import { addCounts, countsOfRun } from './counts.ts';

const counts = (passed: number, failed: number, skipped = 0) => ({ passed, failed, skipped });

test.each([
  ['all well', counts(3, 0), 0, counts(3, 0)],
  ['a failed test', counts(2, 1), 1, counts(2, 1)],
  ['a failure that no test is to blame for', counts(3, 0), 1, counts(3, 1)],
  ['no test at all', counts(0, 0), 0, counts(0, 1)],
  ['nothing but skipped tests', counts(0, 0, 2), 0, counts(0, 0, 2)],
  ['a crash before the first count', undefined, 1, counts(0, 1)],
])('%s', (_, reported, exitCode, expected) => {
  expect(countsOfRun(reported, exitCode)).toEqual(expected);
});

test('runs add up', () => {
  expect(addCounts(counts(1, 2, 3), counts(10, 20, 30))).toEqual(counts(11, 22, 33));
});
