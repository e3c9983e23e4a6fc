import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Acquisition,
  isSameAcquisition,
  itemIdOf,
  mayShow,
  parseItemId,
} from '../../../lib/product/acquisition.ts';

const SECOND = 1_000_000;
const START = Date.UTC(2021, 7, 9, 17, 39, 53) * 1000 + 153_776;
const slice = (fromS: number, toS: number, change: Partial<Acquisition> = {}): Acquisition => ({
  platform: 'S1A',
  absoluteOrbit: 39_156,
  dataTakeId: 0x049f13,
  startUs: START + fromS * SECOND,
  stopUs: START + toS * SECOND,
  ...change,
});

describe('isSameAcquisition', () => {
  it.each([
    ['the same product again', slice(0, 25), slice(0, 25), true],
    ['sliced again 5 s later (the time shift of re-sliced near-real-time products)', slice(0, 25), slice(5, 30), true],
    ['one that shares exactly half', slice(0, 25), slice(12.5, 37.5), false],
    ['the next slice, which overlaps a little', slice(0, 25), slice(24, 49), false],
    ['the next slice, a gap between', slice(0, 25), slice(26, 50), false],
    ['a short piece inside a long one', slice(0, 60), slice(40, 50), true],
    ['another data take', slice(0, 25), slice(0, 25, { dataTakeId: 1 }), false],
    ['another orbit', slice(0, 25), slice(0, 25, { absoluteOrbit: 39_157 }), false],
    ['another satellite', slice(0, 25), slice(0, 25, { platform: 'S1C' }), false],
  ])('judges %s', (_, a, b, expected) => {
    expect([isSameAcquisition(a, b), isSameAcquisition(b, a)]).toEqual([expected, expected]);
  });
});

describe('item id', () => {
  it('names platform, mode, start, orbit and data take, seconds cut', () => {
    expect(itemIdOf(slice(0, 25))).toBe('S1A_IW_20210809T173953_039156_049F13');
    expect(itemIdOf(slice(0.84, 25, { absoluteOrbit: 7, dataTakeId: 1 }))).toBe('S1A_IW_20210809T173953_000007_000001');
  });

  it('is read back', () => {
    const orbits = fc.record({ absoluteOrbit: fc.integer({ min: 1, max: 999_999 }), dataTakeId: fc.nat(0xffffff) });
    fc.assert(
      fc.property(orbits, ({ absoluteOrbit, dataTakeId }) => {
        const acquisition = slice(0, 25, { absoluteOrbit, dataTakeId });
        const id = itemIdOf(acquisition);
        expect(parseItemId(id)).toEqual({ platform: 'S1A', day: '2021/08/09', absoluteOrbit, dataTakeId });
        expect(mayShow(id, acquisition)).toBe(true);
        expect(mayShow(id, { ...acquisition, absoluteOrbit: absoluteOrbit + 1 })).toBe(false);
      }),
    );
  });

  it.each(['', 'S1A_EW_20210809T173953_039156_049F13', 'S1A_IW_20210809T173953_39156_049F13', '../x'])(
    'is not %j',
    (text) => expect(parseItemId(text)).toBeUndefined(),
  );
});
