/** A number of the published models, with where it comes from. */
export interface Coefficient {
  readonly value: number;
  /** What an override must lie in, both ends included: where the formulas still have a meaning. */
  readonly limits: readonly [low: number, high: number];
  readonly unit: string;
  readonly source: string;
  /** `confirmed`: read in a publication or in several independent codes. `recalled`: a single weak source, unverified. */
  readonly status: 'confirmed' | 'recalled';
}

const B06 = 'Baghdadi et al. 2006, Int. J. Remote Sens. 27, 805 (IEM_B, C-band)';
const B17 = 'Baghdadi et al. 2017, Remote Sens. 9, 969 (Water Cloud Model)';
const EH17 = 'El Hajj et al. 2017, Remote Sens. 9, 1292 (S2MP)';

const confirmed = (value: number, limits: Coefficient['limits'], unit: string, source: string): Coefficient => ({
  value,
  limits,
  unit,
  source,
  status: 'confirmed',
});
const recalled = (value: number, limits: Coefficient['limits'], unit: string, source: string): Coefficient => ({
  value,
  limits,
  unit,
  source,
  status: 'recalled',
});

/**
 * Every number of the forward model that can be overridden. Dielectric models are published as a whole and confirmed;
 * their tables stand in `hallikainen-dielectric.ts` and `mironov-dielectric.ts`.
 *
 * Frequency ends where the rows of Hallikainen end; Lopt is for C-band as well.
 * Lopt = offset + factor · sin(angleFactor · θ)^exponent · Hrms, in cm, is the fitted correlation length of IEM_B.
 */
export const FORWARD_COEFFICIENTS = {
  frequencyGHz: confirmed(5.405, [4, 6], 'GHz', 'Sentinel-1 product specification'),
  sandPercent: recalled(30, [0, 100], '%', `texture of the synthetic database is not stated by ${EH17}`),
  clayPercent: recalled(25, [0, 100], '%', `texture of the synthetic database is not stated by ${EH17}`),
  waterCloudA: recalled(0.095, [0, 10], '1', `${B17}, VV`),
  waterCloudB: recalled(0.5513, [0, 10], '1', `${B17}, VV`),
  loptVvOffsetCm: confirmed(1.281, [0, 100], 'cm', B06),
  loptVvFactor: confirmed(0.134, [0, 100], '1', B06),
  loptVvAngleFactor: confirmed(0.19, [0.01, 1.9], '1', B06),
  loptVvExponent: confirmed(-1.59, [-5, 0], '1', B06),
  loptHhOffsetCm: confirmed(0.162, [0, 100], 'cm', B06),
  loptHhFactor: confirmed(3.006, [0, 100], '1', B06),
  loptHhAngleFactor: confirmed(1.23, [0.01, 1.9], '1', B06),
  loptHhExponent: confirmed(-1.494, [-5, 0], '1', B06),
} as const satisfies Record<string, Coefficient>;

/** Choices of the forward model that are no numbers. The first of each is the default; all are published as an option. */
export const FORWARD_CHOICES = {
  /** Mironov et al. 2009 shifts σ0 by up to 0.5 dB from Hallikainen et al. 1985. */
  dielectric: {
    values: ['hallikainen', 'mironov'],
    source: `the model of ${B17} and ${EH17} is most likely Hallikainen et al. 1985`,
    status: 'recalled',
  },
  /** Angle of the Fresnel coefficients: of incidence, or normal (raises VV by 0.4 dB at 20° to 1.8 dB at 40°). */
  fresnelAngle: {
    values: ['incidence', 'normal'],
    source: `angle of the Fresnel coefficients is not stated by ${EH17}`,
    status: 'recalled',
  },
} as const;

/** Numbers of the training problem that are recalled; the ranges themselves stand in `training-limits.ts`. */
export const TRAINING_COEFFICIENTS = {
  sigma0NoiseDb: recalled(0.75, [0.05, 5], 'dB', `${EH17}: additive Gaussian noise on VV`),
  ndviRelativeNoise: recalled(0.15, [0.01, 1], '1', `${EH17}: relative Gaussian noise on NDVI`),
  dryPriorMaximumSmM3M3: recalled(0.3, [0.1, 0.4], 'm³ m⁻³', `${EH17}: "dry to slightly wet" network`),
  wetPriorMinimumSmM3M3: recalled(0.2, [0.02, 0.35], 'm³ m⁻³', `${EH17}: "very wet" network`),
} as const satisfies Record<string, Coefficient>;
