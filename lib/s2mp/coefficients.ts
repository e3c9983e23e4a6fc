/** A number of the published models, with where it comes from. */
export interface Coefficient {
  readonly value: number;
  readonly unit: string;
  readonly source: string;
  /** `confirmed`: read in a publication or in several independent codes. `recalled`: a single weak source, unverified. */
  readonly status: 'confirmed' | 'recalled';
}

const B06 = 'Baghdadi et al. 2006, Int. J. Remote Sens. 27, 805 (IEM_B, C-band)';
const B17 = 'Baghdadi et al. 2017, Remote Sens. 9, 969 (Water Cloud Model)';
const EH17 = 'El Hajj et al. 2017, Remote Sens. 9, 1292 (S2MP)';

const confirmed = (value: number, unit: string, source: string): Coefficient => ({
  value,
  unit,
  source,
  status: 'confirmed',
});
const recalled = (value: number, unit: string, source: string): Coefficient => ({
  value,
  unit,
  source,
  status: 'recalled',
});

/**
 * Every number of the forward model that can be overridden. Dielectric models are published as a whole and confirmed;
 * their tables stand in `hallikainen-dielectric.ts` and `mironov-dielectric.ts`.
 *
 * Lopt = offset + factor · sin(angleFactor · θ)^exponent · Hrms, in cm, is the fitted correlation length of IEM_B.
 */
export const FORWARD_COEFFICIENTS = {
  frequencyGHz: confirmed(5.405, 'GHz', 'Sentinel-1 product specification'),
  sandPercent: recalled(30, '%', `texture of the synthetic database is not stated by ${EH17}`),
  clayPercent: recalled(25, '%', `texture of the synthetic database is not stated by ${EH17}`),
  waterCloudA: recalled(0.095, '1', `${B17}, VV`),
  waterCloudB: recalled(0.5513, '1', `${B17}, VV`),
  loptVvOffsetCm: confirmed(1.281, 'cm', B06),
  loptVvFactor: confirmed(0.134, '1', B06),
  loptVvAngleFactor: confirmed(0.19, '1', B06),
  loptVvExponent: confirmed(-1.59, '1', B06),
  loptHhOffsetCm: confirmed(0.162, 'cm', B06),
  loptHhFactor: confirmed(3.006, '1', B06),
  loptHhAngleFactor: confirmed(1.23, '1', B06),
  loptHhExponent: confirmed(-1.494, '1', B06),
} as const satisfies Record<string, Coefficient>;

/** Choices of the forward model that are no numbers; both recalled, both published as an option. */
export const FORWARD_CHOICES = {
  /** Most likely the model of B17 and EH17 (Hallikainen et al. 1985); Mironov et al. 2009 shifts σ0 by up to 0.5 dB. */
  dielectric: ['hallikainen', 'mironov'],
  /** Angle of the Fresnel coefficients: of incidence, or normal (raises VV by 0.4 dB at 20° to 1.8 dB at 40°). */
  fresnelAngle: ['incidence', 'normal'],
} as const;

/** Numbers of the training problem that are recalled; the ranges themselves stand in `training-limits.ts`. */
export const TRAINING_COEFFICIENTS = {
  sigma0NoiseDb: recalled(0.75, 'dB', `${EH17}: additive Gaussian noise on VV`),
  ndviRelativeNoise: recalled(0.15, '1', `${EH17}: relative Gaussian noise on NDVI`),
  dryPriorMaximumSmM3M3: recalled(0.3, 'm³ m⁻³', `${EH17}: "dry to slightly wet" network`),
  wetPriorMinimumSmM3M3: recalled(0.2, 'm³ m⁻³', `${EH17}: "very wet" network`),
} as const satisfies Record<string, Coefficient>;
