import type { BlockLayout } from '../raster/tiff-image.ts';
import type { ThreadArea } from './kernel/scene-memory.ts';
import type { NoiseTable } from './noise-table.ts';
import type { PartialSums } from './partial-sums.ts';
import type { BandPlan } from './plan-bands.ts';
import type { ValidSamples } from './valid-samples.ts';

/** What a thread that sums bands gets of a scene before its first band. */
export interface BandWorkerData {
  readonly module: WebAssembly.Module;
  /** Shared by all threads. */
  readonly memory: WebAssembly.Memory;
  readonly sceneAt: number;
  readonly area: ThreadArea;
  readonly layout: BlockLayout;
  readonly samples: number;
  /** Where the image was found, for products with noise beside it that must be masked. */
  readonly borderNoise?: { readonly valid: ValidSamples; readonly noise: NoiseTable };
}

/** One band to sum: its samples lie in memory at `dnAt`, or will when its blocks in `bytes` have been decoded. */
export interface BandRequest {
  readonly plan: Pick<BandPlan, 'firstLine' | 'lines' | 'blocks'>;
  readonly dnAt: number;
  /** Shared memory, not touched by the sender until the answer. */
  readonly bytes?: Uint8Array;
}

export type BandAnswer =
  | { readonly partial: PartialSums }
  /** The file's fault: InvalidTiffError's `what`. */
  | { readonly invalid: string };
