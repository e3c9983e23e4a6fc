import type { BlockLayout } from '../raster/tiff-image.ts';
import type { PartialSumsData } from './partial-sums.ts';
import type { BandPlan } from './plan-bands.ts';
import type { SumInput } from './sum-band.ts';
import type { ValidSamples } from './valid-samples.ts';

/** What a band worker gets when it starts. */
export interface BandWorkerData {
  readonly input: SumInput;
  readonly layout: BlockLayout;
  readonly samples: number;
  /** Where the image was found, for products with noise beside it that must be masked. */
  readonly borderNoise?: ValidSamples;
}

/** One band to decode and sum; `bytes` is shared memory and not touched by the sender until the answer. */
export interface BandRequest {
  readonly plan: Pick<BandPlan, 'firstLine' | 'lines' | 'blocks'>;
  readonly bytes: Uint8Array;
}

export type BandAnswer =
  | { readonly partial: PartialSumsData }
  /** The file's fault: InvalidTiffError's `what`. */
  | { readonly invalid: string };
