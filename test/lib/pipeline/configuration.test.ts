import { describe, expect, it } from 'vitest';
import { ConfigurationError, parseConfiguration } from '../../../lib/pipeline/configuration.ts';

const area = { name: 'occitanie', bbox: [2.9, 43.2, 4.4, 44.3] };

describe('parseConfiguration', () => {
  it('fills in what is not said', () => {
    expect(parseConfiguration({ areasOfInterest: [area] })).toEqual({
      areasOfInterest: [area],
      collections: ['s2mp-s1s2', 's2mp-s1s3'],
      landcoverYear: 2019,
      maxNdviAgeDays: 20,
      prior: 'none',
      heights: 'dem-egm',
      imageDetail: 'samples',
      incompleteAfterHours: 6,
      requeueAfterMinutes: 60,
      maxReceiveCount: 5,
      retryAfterSeconds: 30,
      regions: [],
      comparisons: [['s2mp-s1s2', 's2mp-s1s3']],
      license: 'CC-BY-4.0',
    });
  });

  it('takes an area across 180°', () => {
    const fiji = { name: 'fiji', bbox: [176, -20, 182, -15] };
    expect(parseConfiguration({ areasOfInterest: [fiji] }).areasOfInterest).toEqual([fiji]);
  });

  it.each([
    ['no areas', {}, 'areasOfInterest: Invalid input: expected array, received undefined'],
    [
      'an area inside out',
      { areasOfInterest: [{ name: 'a', bbox: [5, 43, 4, 44] }] },
      'areasOfInterest.0.bbox: must be [west, south, east, north] with west < east and south < north',
    ],
    [
      'a name that no key can hold',
      { areasOfInterest: [{ name: 'Côte d’Azur', bbox: [5, 43, 6, 44] }] },
      'areasOfInterest.0.name: Invalid string: must match pattern /^[a-z0-9-]+$/',
    ],
    ['an unknown field', { areasOfInterest: [area], maxAge: 3 }, '(whole): Unrecognized key: "maxAge"'],
    ['no object', 7, '(whole): Invalid input: expected object, received number'],
    [
      'two mistakes',
      { areasOfInterest: [area], maxNdviAgeDays: 0, maxReceiveCount: 0 },
      'maxNdviAgeDays: Too small: expected number to be >0; maxReceiveCount: Too small: expected number to be >=1',
    ],
  ])('says what is wrong with %s', (_, value, problems) => {
    expect(() => parseConfiguration(value)).toThrow(
      new ConfigurationError(`The configuration cannot be used. ${problems}`),
    );
  });
});
