import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellEvidence, decideQa } from '../../../lib/product/decide-qa.ts';
import { QA_BITS, qaNames, qaValue } from '../../../lib/product/qa-bits.ts';

const GOOD: CellEvidence = {
  observed: 2,
  eligible: 60,
  sampled: 60,
  powerNotPositive: 0,
  ndviAbsent: 0,
  ndviOutside: 0,
  steep: 0,
  distorted: 0,
  used: 60,
  atBounds: 0,
  incidenceDeg: 38,
  noiseRemoved: true,
};

const namesOf = (change: Partial<CellEvidence>) => qaNames(decideQa({ ...GOOD, ...change }));

describe('decideQa', () => {
  it.each<[string, Partial<CellEvidence>, string[]]>([
    ['a good cell', {}, []],
    ['outside the scene', { observed: 0, sampled: 0, used: 0 }, ['not_observed']],
    ['inside, but no pixel has a sample', { sampled: 0, used: 0 }, ['not_observed']],
    ['no crop or grass', { eligible: 0, sampled: 0, used: 0 }, ['no_crop_or_herbaceous']],
    [
      'no crop or grass, outside the scene',
      { observed: 0, eligible: 0, sampled: 0, used: 0 },
      ['not_observed', 'no_crop_or_herbaceous'],
    ],
    ['8 pixels', { eligible: 8, sampled: 8, used: 8 }, ['few_pixels']],
    ['9 pixels', { eligible: 9, sampled: 9, used: 9 }, []],
    ['incidence below', { incidenceDeg: 19.9 }, ['incidence_outside_training']],
    ['incidence above', { incidenceDeg: 47.1 }, ['incidence_outside_training']],
    ['incidence at the edges', { incidenceDeg: 47 }, []],
    ['NDVI absent for 20 of 60', { ndviAbsent: 20, used: 40 }, ['ndvi_absent']],
    ['NDVI absent for 19 of 60', { ndviAbsent: 19, used: 41 }, []],
    ['NDVI absent everywhere', { ndviAbsent: 60, used: 0 }, ['ndvi_absent']],
    ['NDVI outside for 20 of 60', { ndviOutside: 20 }, ['ndvi_outside_training']],
    ['NDVI outside for 19 of 60', { ndviOutside: 19 }, []],
    ['at the bounds in 20 of 60', { atBounds: 20 }, ['sm_at_bounds']],
    ['at the bounds in 19 of 60', { atBounds: 19 }, []],
    ['noise not removed', { noiseRemoved: false }, ['noise_not_removed']],
    ['border cell', { observed: 1 }, ['partial']],
    ['one pixel without a sample', { sampled: 59, used: 59 }, ['partial']],
    ['steep in 20 of 60', { steep: 20 }, ['steep_slope']],
    ['steep in 19 of 60', { steep: 19 }, []],
    ['one pixel in layover or shadow', { distorted: 1 }, ['layover_or_shadow']],
    ['steep, most of it in layover', { steep: 60, distorted: 40 }, ['steep_slope', 'layover_or_shadow']],
    ['one pixel of power 0', { powerNotPositive: 1, used: 59 }, ['power_not_positive']],
  ])('%s', (_, change, names) => {
    expect(namesOf(change)).toEqual(names);
  });

  it('always gives a cell without a value a bit', () => {
    const evidence = fc.record({
      observed: fc.constantFrom(0, 1, 2),
      eligible: fc.integer({ min: 0, max: 81 }),
      shares: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(evidence, ({ observed, eligible, shares: [sampledShare, negativeShare] }) => {
        const sampled = Math.floor(eligible * sampledShare);
        const powerNotPositive = Math.floor(sampled * negativeShare);
        const ndviAbsent = sampled - powerNotPositive;
        const cell = { ...GOOD, observed, eligible, sampled, powerNotPositive, ndviAbsent, used: 0 };
        expect(decideQa(cell)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('QA_BITS', () => {
  it('is the published contract', () => {
    const table = Object.values(QA_BITS).map(({ bit, name, inUse }) => [bit, name, inUse]);
    expect(table).toEqual([
      [0, 'not_observed', true],
      [1, 'no_crop_or_herbaceous', true],
      [2, 'few_pixels', true],
      [3, 'incidence_outside_training', true],
      [4, 'ndvi_absent', true],
      [5, 'ndvi_outside_training', true],
      [6, 'sm_at_bounds', true],
      [7, 'noise_not_removed', true],
      [8, 'partial', true],
      [9, 'steep_slope', true],
      [10, 'layover_or_shadow', true],
      [11, 'frozen_or_snow', false],
      [12, 'cereal_stem_elongation', false],
      [13, 'urban_or_water', false],
      [15, 'power_not_positive', true],
    ]);
  });

  it('names the bits of a value and back', () => {
    expect(qaValue('powerNotPositive')).toBe(32_768);
    expect(qaNames(32_768 + 256 + 1)).toEqual(['not_observed', 'partial', 'power_not_positive']);
  });
});
