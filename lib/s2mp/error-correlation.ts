/** Shares of the variance of z = e / u, error by uncertainty, that neighbouring pixels have in common; the rest is noise. */
export interface ErrorShares {
  /** Var(E[z | SM, θ, NDVI]): the pull towards the middle, common to all pixels of a cell as long as its SM is. */
  readonly soilMoisture: number;
  /** Var(E[z | SM, Hrms, θ, NDVI]) − the share above: unknown roughness, common to the pixels of one parcel. */
  readonly roughness: number;
  /** Var(E[z | all but the noise of σ0]) − both shares above: the error of the NDVI, common to all that one NDVI is used for. */
  readonly ndvi: number;
}

/**
 * Correlation ρ of the retrieval errors of two pixels of a cell, for u² = [(1−ρ)Σuᵢ² + ρ(Σuᵢ)²] / n². It follows from
 * the errors of the network on its own training problem and from the size of parcels alone, never from a truth.
 * @param sameParcelProbability that two different pixels of a cell lie in the same parcel
 * @param sameNdvi whether the pixels of a cell share one NDVI (at 1 km), and so its error
 */
export function errorCorrelation(shares: ErrorShares, sameParcelProbability: number, sameNdvi = false): number {
  return shares.soilMoisture + shares.roughness * sameParcelProbability + (sameNdvi ? shares.ndvi : 0);
}

/** Pixels of 100 m in a 1-km cell: 9 × 9. */
const PIXELS_PER_CELL = 81;

/**
 * Parcel size assumed where none is given, in pixels of 100 m: the mean of the simulated world (lib/simulate/parcels.ts),
 * some 7 ha at 44°; fields of southern France and Spain mostly measure 1–10 ha. A statement about the landscape, to be
 * replaced by a better one for another.
 */
export const DEFAULT_PARCEL_PIXELS = 9;

/**
 * Probability that two different pixels of a full cell share a parcel of the mean size given, (m̂ − 1) / (81 − 1):
 * the parcel that a random pixel lies in has m̂ = E[m²]/E[m] pixels, taken as the mean for parcels of about equal size.
 */
export function sameParcelProbability(parcelPixels: number = DEFAULT_PARCEL_PIXELS): number {
  return Math.min(1, Math.max(0, (parcelPixels - 1) / (PIXELS_PER_CELL - 1)));
}
