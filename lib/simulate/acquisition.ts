import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';

/** Everything but the pixels of a scene to be rendered: the content of its XML files. */
export interface Acquisition {
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  readonly record: AcquisitionRecord;
}

/** What only the manifest tells. */
export interface AcquisitionRecord {
  readonly relativeOrbit: number;
  readonly ipfVersion: string;
  readonly timeliness: string;
  readonly sliceNumber: number;
  readonly totalSlices: number;
  /** End of the processing, µs since 1970: of two products of one acquisition the later wins. */
  readonly processingStopUs: number;
}
