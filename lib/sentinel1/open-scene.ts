import { createHash } from 'node:crypto';
import { InputError } from '../errors/input.error.ts';
import type { RangeSource } from '../raster/range-source.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import type { TiffImage } from '../raster/tiff-image.ts';
import type { Annotation } from './annotation.ts';
import type { BackscatterQuantity } from './backscatter-quantity.ts';
import { type Calibration, parseCalibration } from './calibration.ts';
import { NOT_ZERO, notBorderNoise } from './data-test.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { needsBorderNoiseMask } from './needs-border-noise-mask.ts';
import { type Noise, parseNoise } from './noise.ts';
import { createNoiseTable } from './noise-table.ts';
import { openMeasurement } from './open-measurement.ts';
import { parseAnnotation } from './parse-annotation.ts';
import type { ProductName } from './product-name.ts';
import { readXmlFile } from './read-xml-file.ts';
import { type OrbitFile, replaceOrbit } from './replace-orbit.ts';
import { requireIwGrdhVv } from './require-iw-grdh-vv.ts';
import { requireNotHhOnly } from './require-not-hh-only.ts';
import { requireSameProduct } from './require-same-product.ts';
import { requireSoundGeometry } from './require-sound-geometry.ts';
import { requireCalibrationCoversImage, requireNoiseCoversImage } from './require-tables-cover-image.ts';
import type { SceneFiles } from './scene-files.ts';
import { findValidSamples, type ValidSamples } from './valid-samples.ts';
import { findVvFiles, VV_FILE_EXAMPLES, type VvFileRole } from './vv-files.ts';

/** Enough for the directories of any measurement file. */
const HEADER_BYTES = 64 * 1024;
const DOWNLOAD_AGAIN = 'Download the product again.';

/** What one file contributes to the identity of a scene. */
export interface FileIdentity {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the whole file; for the measurement of its first 64 KiB, which together with `size` stand for it. */
  readonly sha256: string;
}

/** The VV image of an IW GRDH product, ready to be read. */
export interface Scene {
  readonly product: ProductName;
  readonly manifest: Manifest;
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  readonly measurement: TiffImage;
  readonly validSamples: ValidSamples;
  /** Whether noise stands beside the image, where later products have zeros. */
  readonly hasBorderNoise: boolean;
  /** Manifest, annotation, calibration, noise, measurement. */
  readonly identity: readonly FileIdentity[];
  /** Given if the annotation's orbit is that of a precise-orbit file. */
  readonly orbitFile?: OrbitFile;
}

export interface SceneOptions {
  /** A precise-orbit file (.EOF) to take the orbit from, instead of the annotation. */
  readonly orbit?: RangeSource;
  /** What the pixels are calibrated to; default σ⁰. */
  readonly quantity?: BackscatterQuantity;
}

interface XmlFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads and judges all of a scene but its pixels, cheapest first: name, manifest, annotation, calibration, noise,
 * measurement header and size, a few lines of pixels; the orbit file, where one is given, after the annotation. Works on
 * SAFE names and on the public bucket's renamed files.
 *
 * @throws InputError with the first reason why no map can be made of it
 */
export async function openScene(files: SceneFiles, { orbit, quantity }: SceneOptions = {}): Promise<Scene> {
  const product = requireIwGrdhVv(files.product, files.name);
  const listed = await files.list();
  const present = findVvFiles(listed);
  if (!present.annotation) requireNotHhOnly(listed, files.name);
  const identity: FileIdentity[] = [];
  const open = async (role: VvFileRole): Promise<{ path: string; source: RangeSource }> => {
    const path = present[role]?.path;
    const source = path === undefined ? undefined : await files.open(path);
    if (path !== undefined && source) return { path, source };
    throw new InputError('incomplete', files.name, `the product has no ${VV_FILE_EXAMPLES[role]}`, DOWNLOAD_AGAIN);
  };
  const read = async (role: Exclude<VvFileRole, 'measurement'>) => {
    const { path, source } = await open(role);
    return { path, name: source.name, bytes: await readXmlFile(source, `invalid-${role}`) };
  };
  // Side by side, since a store may be far; what is wrong is told in the order of judgement.
  const [manifestXml, annotationXml, calibrationXml, noiseXml] = await Promise.allSettled([
    read('manifest'),
    read('annotation'),
    read('calibration'),
    read('noise'),
  ]);
  const parse = <T>(file: PromiseSettledResult<XmlFile>, parser: (bytes: Uint8Array, name: string) => T): T => {
    if (file.status === 'rejected') throw file.reason;
    const { path, name, bytes } = file.value;
    identity.push({ path, size: bytes.length, sha256: sha256(bytes) });
    return parser(bytes, name);
  };
  const manifest = parse(manifestXml, parseManifest);
  const original = parse(annotationXml, (bytes, name) => requireVvImageOf(product, parseAnnotation(bytes, name), name));
  const { annotation, ...orbitFile } = orbit ? await replaceOrbit(original, orbit) : { annotation: original };
  const calibration = parse(calibrationXml, (bytes, name) =>
    requireCalibrationCoversImage(parseCalibration(bytes, name, quantity), annotation, name),
  );
  const noise = parse(noiseXml, (bytes, name) => requireNoiseCoversImage(parseNoise(bytes, name), annotation, name));
  const { path, source } = await open('measurement');
  requireListedSize(manifest, path, source);
  const measurement = await openMeasurement(source, annotation);
  const header = await source.read(0, Math.min(HEADER_BYTES, source.size));
  identity.push({ path, size: source.size, sha256: sha256(header) });
  const hasBorderNoise = needsBorderNoiseMask(manifest.ipfVersion);
  const noiseTable = () => createNoiseTable(noise, annotation.samples, annotation.lines);
  const validSamples = await rejectInvalidTiff('invalid-measurement', DOWNLOAD_AGAIN, () =>
    findValidSamples(measurement, hasBorderNoise ? notBorderNoise(noiseTable()) : NOT_ZERO),
  );
  return {
    product,
    manifest,
    annotation,
    calibration,
    noise,
    measurement,
    validSamples,
    hasBorderNoise,
    identity,
    ...orbitFile,
  };
}

/** The name may lie; the annotation is what the processor wrote. */
function requireVvImageOf(product: ProductName, annotation: Annotation, where: string): Annotation {
  const { mode, productType, polarisation } = annotation;
  const todo = 'Give an IW GRDH product with VV polarisation.';
  if (mode !== 'IW' || productType !== 'GRD') {
    throw new InputError('unsupported-product', where, `this describes a ${mode} ${productType} image`, todo);
  }
  if (polarisation !== 'VV') throw new InputError('no-vv', where, `this describes a ${polarisation} image`, todo);
  requireSameProduct(product, annotation, where);
  requireSoundGeometry(annotation, where);
  return annotation;
}

/** Only where the manifest knows this very file: the public bucket's re-encoded images have other names and sizes. */
function requireListedSize(manifest: Manifest, path: string, source: RangeSource): void {
  const listed = manifest.files.find((file) => file.path === path);
  if (!listed || listed.size === source.size) return;
  const what =
    source.size === 0 ? 'the file is empty' : `the file has ${source.size} bytes, the manifest says ${listed.size}`;
  throw new InputError('invalid-measurement', source.name, what, DOWNLOAD_AGAIN);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
