import { PARTIAL_SUM_BYTES } from './kernel/scene-memory.ts';

/**
 * Sums of the pixels that reach over the border of a band, as the kernel leaves them in memory. Element i of each array is
 * of one pixel.
 */
export interface PartialSums {
  readonly pixel: Int32Array;
  /** Samples ≠ 0. */
  readonly count: Int32Array;
  /** Σ DN², whole numbers. */
  readonly power: Float64Array;
  /** Of the pixel's centre. */
  readonly line: Float64Array;
  readonly sample: Float64Array;
}

/** A copy of the kernel's list, which the next band will overwrite. */
export function readPartialSums(buffer: ArrayBufferLike, at: number, length: number): PartialSums {
  const words = PARTIAL_SUM_BYTES / 4;
  const ints = new Int32Array(buffer, at, length * words);
  const floats = new Float64Array(buffer, at, (length * words) / 2);
  const sums = {
    pixel: new Int32Array(length),
    count: new Int32Array(length),
    power: new Float64Array(length),
    line: new Float64Array(length),
    sample: new Float64Array(length),
  };
  for (let i = 0; i < length; i++) {
    sums.pixel[i] = ints[i * words] as number;
    sums.count[i] = ints[i * words + 1] as number;
    sums.power[i] = floats[i * 4 + 1] as number;
    sums.line[i] = floats[i * 4 + 2] as number;
    sums.sample[i] = floats[i * 4 + 3] as number;
  }
  return sums;
}
