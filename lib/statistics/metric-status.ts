/** Bits of the `status` band of compare rasters; 0 = every metric of the cell can be used. A number is never reused. */
export const METRIC_STATUS = {
  /** Fewer than {@link MIN_PAIRS} pairs: what can be computed is given, but says little. */
  fewPairs: 1,
  /** x or y does not vary: R and p are undefined (NaN). */
  zeroVariance: 2,
} as const;

/** Fewest pairs for which metrics are recommended: the default of pytesmo and QA4SM. */
export const MIN_PAIRS = 10;
