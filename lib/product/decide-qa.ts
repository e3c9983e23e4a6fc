import { TRAINING_LIMITS } from '../s2mp/training-limits.ts';
import { qaValue } from './qa-bits.ts';

/** What is known of one 1-km cell when its QA value is decided. Counts are 100-m pixels. */
export interface CellEvidence {
  /** 0 = outside the scene, 1 = partly inside, 2 = wholly inside. */
  readonly observed: number;
  /** Crop or herbaceous pixels. */
  readonly eligible: number;
  /** … of these with a backscatter sample. */
  readonly sampled: number;
  /** … of the sampled: power ≤ 0 after noise removal. */
  readonly powerNotPositive: number;
  /** … of the sampled: no NDVI that is near enough in time. */
  readonly ndviAbsent: number;
  /** … of the sampled, with NDVI outside of what the network knows. */
  readonly ndviOutside: number;
  /** Pixels that the cell's soil moisture rests on; 0 = no value. */
  readonly used: number;
  /** … of the used: soil moisture at the network's bounds. */
  readonly atBounds: number;
  /** … of the sampled: on steep terrain. */
  readonly steep: number;
  /** … of the sampled: in layover or shadow. */
  readonly distorted: number;
  /** Mean over the sampled pixels, degrees; read only where there are any. */
  readonly incidenceDeg: number;
  readonly noiseRemoved: boolean;
}

/** A value made of fewer pixels than this is flagged (bit 2). */
export const FEW_PIXELS = 9;

/**
 * A condition of single pixels (NDVI absent, NDVI outside training, soil moisture at the bounds, steep slope) flags
 * the cell when it holds for this share or more. A stray pixel does not spoil a mean of up to 81, a third of them does.
 * Power ≤ 0 (bit 15) and missing samples (bit 8) flag it from the first pixel on: they take away the darkest or the
 * outermost pixels, so what is left is not a fair sample of the cell. So does layover or shadow (bit 10): its power is
 * that of several places or of none, up to ten times too much, and stays in the mean; one of 81 then adds half a
 * decibel to that of S1+S3. Where heights averaged over 100 m show one such pixel, there usually are more.
 */
export const QA_PIXEL_SHARE = 1 / 3;

const BIT = {
  notObserved: qaValue('notObserved'),
  noCropOrHerbaceous: qaValue('noCropOrHerbaceous'),
  fewPixels: qaValue('fewPixels'),
  incidenceOutsideTraining: qaValue('incidenceOutsideTraining'),
  ndviAbsent: qaValue('ndviAbsent'),
  ndviOutsideTraining: qaValue('ndviOutsideTraining'),
  smAtBounds: qaValue('smAtBounds'),
  noiseNotRemoved: qaValue('noiseNotRemoved'),
  partial: qaValue('partial'),
  steepSlope: qaValue('steepSlope'),
  layoverOrShadow: qaValue('layoverOrShadow'),
  powerNotPositive: qaValue('powerNotPositive'),
};

/**
 * The QA value of a cell: every decision in one place, in the order of the bits.
 *
 * A cell without a value always has a bit: without eligible pixels bit 1; without samples bit 0; else each sampled
 * pixel lacks NDVI or positive power, so that one of bits 4 and 15 is set.
 */
export function decideQa(cell: CellEvidence): number {
  const { observed, eligible, sampled, used } = cell;
  const hasValue = used > 0;
  let qa = 0;
  if (observed === 0 || (eligible > 0 && sampled === 0)) qa |= BIT.notObserved;
  if (eligible === 0) qa |= BIT.noCropOrHerbaceous;
  if (hasValue && used < FEW_PIXELS) qa |= BIT.fewPixels;
  if (sampled > 0 && isOutside(cell.incidenceDeg, TRAINING_LIMITS.incidenceDeg)) qa |= BIT.incidenceOutsideTraining;
  if (isLargeShare(cell.ndviAbsent, sampled)) qa |= BIT.ndviAbsent;
  if (isLargeShare(cell.ndviOutside, sampled)) qa |= BIT.ndviOutsideTraining;
  if (isLargeShare(cell.atBounds, used)) qa |= BIT.smAtBounds;
  if (sampled > 0 && !cell.noiseRemoved) qa |= BIT.noiseNotRemoved;
  if (observed === 1 || (sampled > 0 && sampled < eligible)) qa |= BIT.partial;
  if (isLargeShare(cell.steep, sampled)) qa |= BIT.steepSlope;
  if (cell.distorted > 0) qa |= BIT.layoverOrShadow;
  if (cell.powerNotPositive > 0) qa |= BIT.powerNotPositive;
  return qa;
}

function isLargeShare(count: number, of: number): boolean {
  return count > 0 && count >= of * QA_PIXEL_SHARE;
}

/** Whether a value lies outside a closed range; a range in float64 is met by a float32 that rounds to its edge. */
export function isOutside(value: number, [low, high]: readonly [number, number]): boolean {
  return value < Math.fround(low) || value > Math.fround(high);
}
