import { parseCalibration } from '../sentinel1/calibration.ts';
import { parseNoise } from '../sentinel1/noise.ts';
import { parseAnnotation } from '../sentinel1/parse-annotation.ts';
import type { Acquisition } from './acquisition.ts';
import { crc16, fileStem, productName } from './product-names.ts';
import type { ScenePlan } from './scene-plan.ts';
import { writeAnnotation } from './write-annotation.ts';
import { manifestEntry, writeManifest } from './write-manifest.ts';
import { writeCalibration, writeNoise } from './write-tables.ts';

/**
 * Writes the XML files of an acquisition. The image is rendered from what they say after rounding, read back, so that
 * files and pixels agree exactly.
 */
export function planAcquisition(acquisition: Acquisition): ScenePlan {
  const stem = fileStem(acquisition);
  const annotation = { path: `annotation/${stem}.xml`, bytes: writeAnnotation(acquisition) };
  const calibration = {
    path: `annotation/calibration/calibration-${stem}.xml`,
    bytes: writeCalibration(acquisition.annotation, acquisition.calibration),
  };
  const noise = {
    path: `annotation/calibration/noise-${stem}.xml`,
    bytes: writeNoise(acquisition.annotation, acquisition.noise),
  };
  const files = [annotation, noise, calibration];
  const entries = files.map(({ path, bytes }) => manifestEntry(path, bytes));
  // The suffix stands for the content; the pixels follow from what the manifest says without them.
  const suffix = crc16([writeManifest(acquisition, entries)]);
  return {
    product: productName(acquisition, suffix),
    annotation: parseAnnotation(annotation.bytes, annotation.path),
    calibration: parseCalibration(calibration.bytes, calibration.path),
    noise: parseNoise(noise.bytes, noise.path),
    files,
    measurementPath: `measurement/${stem}.tiff`,
    ipfVersion: acquisition.record.ipfVersion,
    manifest: (measurement) => writeManifest(acquisition, [...entries, measurement]),
  };
}
