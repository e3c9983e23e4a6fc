import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUtcFormatter } from '../../../lib/sentinel1/utc-formatter.ts';

const ORIGIN_US = Date.UTC(2021, 7, 9, 23, 59, 59) * 1000 + 153_776;

test.each([
  [0, '2021-08-09T23:59:59.153776000Z'],
  [1e-9, '2021-08-09T23:59:59.153776001Z'],
  [0.846_223_999_4, '2021-08-09T23:59:59.999999999Z'],
  [0.846_223_999_6, '2021-08-10T00:00:00.000000000Z'],
  [-0.153_777, '2021-08-09T23:59:58.999999000Z'],
  [60.5, '2021-08-10T00:00:59.653776000Z'],
])('%d s after the origin', (timeS, text) => {
  expect(createUtcFormatter(ORIGIN_US)(timeS)).toBe(text);
});

test('the same time has the same text whatever was asked before, and holds its nanoseconds', () => {
  const used = createUtcFormatter(ORIGIN_US);
  fc.assert(
    fc.property(fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }), (nanoseconds) => {
      const text = used(nanoseconds / 1e9);
      expect(text).toBe(createUtcFormatter(ORIGIN_US)(nanoseconds / 1e9));
      const seconds = Date.parse(`${text.slice(0, 19)}Z`) / 1000;
      const after = BigInt(seconds) * 1_000_000_000n + BigInt(text.slice(20, 29)) - BigInt(ORIGIN_US) * 1000n;
      expect(Number(after)).toBe(nanoseconds);
    }),
  );
});
