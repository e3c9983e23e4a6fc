/** One bit of the QA band: a reason not to use a cell without a thought. */
export interface QaBit {
  readonly bit: number;
  /** Name in STAC `classification:bitfields`. */
  readonly name: string;
  readonly description: string;
  /** False while no mask exists that could set it: such a bit is always 0. */
  readonly inUse: boolean;
}

const bit = (number: number, name: string, description: string, inUse = true): QaBit => ({
  bit: number,
  name,
  description,
  inUse,
});

/**
 * The public contract of the QA band (uint16, no nodata): 0 = recommended for use. A bit number is never reused for
 * another meaning; bit 14 is reserved. Where the bits of a cell are decided: decide-qa.ts.
 */
export const QA_BITS = {
  notObserved: bit(0, 'not_observed', 'The scene does not observe the crop and herbaceous pixels of the cell'),
  noCropOrHerbaceous: bit(1, 'no_crop_or_herbaceous', 'No pixel of cropland or herbaceous vegetation in the cell'),
  fewPixels: bit(2, 'few_pixels', 'A value made of fewer than 9 of the 81 pixels'),
  incidenceOutsideTraining: bit(3, 'incidence_outside_training', 'Incidence angle outside 20 to 47 degrees'),
  ndviAbsent: bit(4, 'ndvi_absent', 'NDVI absent or too old for a third of the pixels or more'),
  ndviOutsideTraining: bit(5, 'ndvi_outside_training', 'NDVI outside 0 to 0.75 in a third of the pixels or more'),
  smAtBounds: bit(6, 'sm_at_bounds', 'Soil moisture at 0.02 or 0.40 m3 m-3 in a third of the pixels or more'),
  noiseNotRemoved: bit(7, 'noise_not_removed', 'The source product has no usable noise table'),
  partial: bit(8, 'partial', 'Border cell: the scene observes only a part of it'),
  steepSlope: bit(9, 'steep_slope', 'Terrain steeper than 20 % in a third of the pixels or more'),
  layoverOrShadow: bit(10, 'layover_or_shadow', 'Radar layover or shadow in a pixel or more'),
  frozenOrSnow: bit(11, 'frozen_or_snow', 'Frozen soil or snow', false),
  cerealStemElongation: bit(12, 'cereal_stem_elongation', 'Straw cereals during stem elongation', false),
  urbanOrWater: bit(13, 'urban_or_water', 'Large share of built-up area or water', false),
  powerNotPositive: bit(15, 'power_not_positive', 'Backscatter of a pixel is 0 or less after noise removal'),
} as const satisfies Record<string, QaBit>;

export type QaReason = keyof typeof QA_BITS;

/** The bit's value in the QA number. */
export function qaValue(reason: QaReason): number {
  return 2 ** QA_BITS[reason].bit;
}

/** Names of the bits set in a QA value, in the order of their numbers. */
export function qaNames(qa: number): string[] {
  return Object.values(QA_BITS)
    .filter(({ bit }) => (qa & (1 << bit)) !== 0)
    .map(({ name }) => name);
}
