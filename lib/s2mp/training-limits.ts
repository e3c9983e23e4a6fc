/** Ranges that the networks are trained for; outside of them a product says so by QA bits. */
export const TRAINING_LIMITS = {
  /** Sentinel-1 IW reaches 46.2°; the papers' database ends at 45°. */
  incidenceDeg: [20, 47],
  hrmsCm: [0.5, 3.8],
  ndvi: [0, 0.75],
  smM3M3: [0.02, 0.4],
} as const satisfies Record<string, readonly [number, number]>;
