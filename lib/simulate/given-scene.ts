import { InputError } from '../errors/input.error.ts';
import { readAll } from '../raster/range-source.ts';
import type { Annotation } from '../sentinel1/annotation.ts';
import { type Calibration, parseCalibration } from '../sentinel1/calibration.ts';
import { type Manifest, parseManifest } from '../sentinel1/manifest.ts';
import { type Noise, parseNoise } from '../sentinel1/noise.ts';
import { parseAnnotation } from '../sentinel1/parse-annotation.ts';
import { requireIwGrdhVv } from '../sentinel1/require-iw-grdh-vv.ts';
import type { SceneFiles } from '../sentinel1/scene-files.ts';
import { findVvFiles, VV_FILE_EXAMPLES, type VvFileRole } from '../sentinel1/vv-files.ts';
import type { ScenePlan } from './scene-plan.ts';

/** What a given product says of its VV image; the image itself need not be there. */
export interface GivenScene {
  readonly product: string;
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  readonly manifest: Manifest;
  /** The files as they are, paths relative to the product's folder. */
  readonly files: Readonly<Record<'manifest' | 'annotation' | 'calibration' | 'noise', GivenFile>>;
}

interface GivenFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Throws InputError with the first reason why no scene can be rendered on it. */
export async function readGivenScene(files: SceneFiles): Promise<GivenScene> {
  requireIwGrdhVv(files.product, files.name);
  const present = findVvFiles(await files.list());
  const read = async (role: VvFileRole): Promise<GivenFile> => {
    const path = present[role]?.path;
    const source = path === undefined ? undefined : await files.open(path);
    if (path !== undefined && source) return { path, bytes: await readAll(source) };
    const todo = 'Give a product folder or zip with manifest and VV annotation, calibration and noise.';
    throw new InputError('incomplete', files.name, `the product has no ${VV_FILE_EXAMPLES[role]}`, todo);
  };
  const manifest = await read('manifest');
  const annotation = await read('annotation');
  const calibration = await read('calibration');
  const noise = await read('noise');
  return {
    product: files.product,
    manifest: parseManifest(manifest.bytes, manifest.path),
    annotation: parseAnnotation(annotation.bytes, annotation.path),
    calibration: parseCalibration(calibration.bytes, calibration.path),
    noise: parseNoise(noise.bytes, noise.path),
    files: { manifest, annotation, calibration, noise },
  };
}

/**
 * The whole image of a given product: its own name and XML files, byte for byte. Of the manifest, size and checksum of
 * the VV image change.
 */
export function planWholeScene(given: GivenScene): ScenePlan {
  const { manifest, annotation, calibration, noise } = given.files;
  const stem = annotation.path.replace(/^.*\//, '').replace(/\.xml$/, '');
  const measurementPath = findVvFiles(given.manifest.files).measurement?.path ?? `measurement/${stem}.tiff`;
  return {
    product: given.product,
    annotation: given.annotation,
    calibration: given.calibration,
    noise: given.noise,
    files: [annotation, calibration, noise],
    measurementPath,
    ipfVersion: given.manifest.ipfVersion,
    manifest: ({ path, size, md5 }) => new TextEncoder().encode(withMeasurement(manifest.bytes, path, size, md5)),
  };
}

function withMeasurement(manifest: Uint8Array, path: string, size: number, md5: string): string {
  const text = new TextDecoder().decode(manifest);
  return text.replaceAll(/<dataObject [\s\S]*?<\/dataObject>/g, (object) =>
    object.includes(`/${path}"`)
      ? object.replace(/size="\d*"/, `size="${size}"`).replace(/(<checksum[^>]*>)[^<]*/, `$1${md5}`)
      : object,
  );
}
