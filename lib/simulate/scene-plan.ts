import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';
import type { ManifestEntry } from './write-manifest.ts';

/** A product that is ready to be rendered: its XML files, what they say, and how its manifest will read. */
export interface ScenePlan {
  /** Without `.SAFE`. */
  readonly product: string;
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  /** Paths are relative to the product's folder. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly measurementPath: string;
  /** IPF version, for the image's TIFF tags. */
  readonly ipfVersion: string;
  manifest(measurement: ManifestEntry): Uint8Array;
}
