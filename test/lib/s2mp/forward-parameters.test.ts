import { describe, expect, it } from 'vitest';
import {
  type Coefficient,
  FORWARD_CHOICES,
  FORWARD_COEFFICIENTS,
  TRAINING_COEFFICIENTS,
} from '../../../lib/s2mp/coefficients.ts';
import { DEFAULT_FORWARD_PARAMETERS, parseForwardOverrides } from '../../../lib/s2mp/forward-parameters.ts';
import { forwardSigma0 } from '../../../lib/s2mp/forward-sigma0.ts';
import { InvalidForwardInputError } from '../../../lib/s2mp/invalid-forward-input.error.ts';
import { parseTrainingOverrides, TRAINING_OVERRIDES } from '../../../lib/s2mp/training-overrides.ts';
import { PRIOR_BOUNDS, REFERENCE_PROBLEM } from '../../../lib/s2mp/training-problem.ts';

describe('parseForwardOverrides', () => {
  it('changes what is named and nothing else', () => {
    expect(parseForwardOverrides(['waterCloudA=0.1', 'dielectric=mironov'])).toEqual({
      ...DEFAULT_FORWARD_PARAMETERS,
      waterCloudA: 0.1,
      dielectric: 'mironov',
    });
    expect(parseForwardOverrides([])).toEqual(DEFAULT_FORWARD_PARAMETERS);
  });

  it.each([
    'waterCloudC=1',
    'waterCloudA=',
    'waterCloudA=-1',
    'waterCloudA=x',
    'waterCloudA',
    'dielectric=dobson',
    'toString=1',
  ])('refuses %s with the names that there are', (override) => {
    expect(() => parseForwardOverrides([override])).toThrow(/waterCloudA|mironov/);
  });
});

describe('parseTrainingOverrides', () => {
  it('changes what is named and nothing else, of forward model, noise and priors', () => {
    expect(parseTrainingOverrides([])).toEqual({ problem: REFERENCE_PROBLEM, priorBounds: PRIOR_BOUNDS });
    const overrides = ['sigma0NoiseDb=0.7', 'wetPriorMinimumSmM3M3=0.25', 'waterCloudA=0.1'];
    expect(parseTrainingOverrides(overrides)).toEqual({
      problem: {
        ...REFERENCE_PROBLEM,
        sigma0NoiseDb: 0.7,
        forward: { ...DEFAULT_FORWARD_PARAMETERS, waterCloudA: 0.1 },
      },
      priorBounds: { ...PRIOR_BOUNDS, wetPriorMinimumSmM3M3: 0.25 },
    });
  });

  it('knows every coefficient and choice that the card lists', () => {
    const names = [
      ...Object.keys({ ...FORWARD_COEFFICIENTS, ...TRAINING_COEFFICIENTS }),
      ...Object.keys(FORWARD_CHOICES),
    ];
    expect([...TRAINING_OVERRIDES].sort()).toEqual(names.sort());
  });

  it.each(['sigma0NoiseDb=0', 'ndviRelativeNoise=x', 'noise=1', 'frequencyGHz=9.6'])('refuses %s', (override) => {
    expect(() => parseTrainingOverrides([override])).toThrow(InvalidForwardInputError);
  });
});

describe('coefficients', () => {
  it('name a source and a status each, and lie within their limits', () => {
    for (const coefficient of Object.values<Coefficient>({ ...FORWARD_COEFFICIENTS, ...TRAINING_COEFFICIENTS })) {
      expect(coefficient.source.length).toBeGreaterThan(10);
      expect(['confirmed', 'recalled']).toContain(coefficient.status);
      const [low, high] = coefficient.limits;
      expect(coefficient.value).toBeGreaterThanOrEqual(low);
      expect(coefficient.value).toBeLessThanOrEqual(high);
    }
  });

  it('give a σ0 at either end of the limits of each, or say that it vanishes', () => {
    for (const [name, { limits }] of Object.entries<Coefficient>(FORWARD_COEFFICIENTS)) {
      for (const value of limits) {
        const parameters = parseForwardOverrides([`${name}=${value}`]);
        try {
          const sigma0 = forwardSigma0(35, 1.5, 0.2, 0.4, parameters);
          expect(Number.isFinite(sigma0) && sigma0 > 0, `${name}=${value}`).toBe(true);
        } catch (error) {
          // A correlation length of metres looks like a mirror.
          expect(name).toMatch(/^lopt/);
          expect(error).toBeInstanceOf(InvalidForwardInputError);
        }
      }
    }
  });
});
