/**
 * Standard deviation of the difference between the NDVI of crops and grassland and that of what else a 1-km cell holds
 * (forest above, towns and water below). Stated, not fitted: at mid-latitudes, outside of winter, classes of one
 * place differ by some 0.2.
 */
export const NDVI_BETWEEN_CLASSES = 0.2;

/**
 * 1-σ error with which the NDVI of a whole cell stands for that of its crops and grassland. With f their share, the
 * cell's NDVI is f N + (1 − f) N', so that it is off by (1 − f)(N' − N).
 *
 * @param eligible crop and herbaceous pixels of the cell
 * @param classified pixels of the cell that have a class
 */
export function ndviRepresentativeness(eligible: number, classified: number): number {
  return classified === 0 ? 0 : NDVI_BETWEEN_CLASSES * (1 - eligible / classified);
}
