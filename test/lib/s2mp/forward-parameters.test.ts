import { describe, expect, it } from 'vitest';
import { FORWARD_COEFFICIENTS, TRAINING_COEFFICIENTS } from '../../../lib/s2mp/coefficients.ts';
import { DEFAULT_FORWARD_PARAMETERS, parseForwardOverrides } from '../../../lib/s2mp/forward-parameters.ts';

describe('parseForwardOverrides', () => {
  it('changes what is named and nothing else', () => {
    expect(parseForwardOverrides(['waterCloudA=0.1', 'dielectric=mironov'])).toEqual({
      ...DEFAULT_FORWARD_PARAMETERS,
      waterCloudA: 0.1,
      dielectric: 'mironov',
    });
    expect(parseForwardOverrides([])).toEqual(DEFAULT_FORWARD_PARAMETERS);
  });

  it.each(['waterCloudC=1', 'waterCloudA=', 'waterCloudA=x', 'waterCloudA', 'dielectric=dobson', 'toString=1'])(
    'refuses %s with the names that there are',
    (override) => {
      expect(() => parseForwardOverrides([override])).toThrow(/waterCloudA|mironov/);
    },
  );
});

describe('coefficients', () => {
  it('name a source and a status each', () => {
    for (const coefficient of Object.values({ ...FORWARD_COEFFICIENTS, ...TRAINING_COEFFICIENTS })) {
      expect(coefficient.source.length).toBeGreaterThan(10);
      expect(['confirmed', 'recalled']).toContain(coefficient.status);
    }
  });
});
