import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Mount } from '../../lib/cloud/local/mount.ts';
import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { type Configuration, parseConfiguration } from '../../lib/pipeline/configuration.ts';
import { productOfLocation } from '../../lib/pipeline/sources/scene-in-store.ts';
import type { CollectionId } from '../../lib/product/collection-id.ts';
import { NDVI_FILLED_PREFIX, NDVI_S3_PREFIX, orbitKey, SCENES_PREFIX, sceneKey } from '../../lib/product/keys.ts';
import type { Prior } from '../../lib/s2mp/prior.ts';
import { findVvFiles } from '../../lib/sentinel1/vv-files.ts';
import { productPath } from '../files/product-path.ts';
import { requireArchive } from '../files/require-archive.ts';
import { requireOrbitFile } from '../files/require-orbit-file.ts';
import { isS3Location, parseS3Location } from '../s3/s3-location.ts';
import { s3OptionsOf } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';

/** A scene of the user's own and the folders of tiles that go with it, as named on the command line. */
export interface SceneInputs {
  readonly scene: string;
  readonly landcover: string;
  readonly ndvi: string;
  readonly ndviS3?: string;
  readonly dem?: string;
  readonly demHeights: 'egm' | 'ellipsoid';
  /** A precise-orbit file. */
  readonly orbit?: string;
  /** A quick look from the image's overview. */
  readonly fast?: true;
  /** What is known about the wetness; nothing chooses it automatically. Absent = none. */
  readonly prior?: Prior;
  readonly s3Anonymous?: true;
}

/** Where the user's files appear in the store. */
export interface MountedInputs {
  readonly mounts: readonly Mount[];
  /** Of the scene in its store. */
  readonly location: string;
  readonly product: string;
  /** Where a scene lies that is in a bucket elsewhere; absent: it is mounted. */
  readonly foreign?: { readonly bucket: string; readonly storeOf: (bucket: string) => ObjectStore };
  /** Key of the precise-orbit file. */
  readonly orbit?: string;
}

const GLOBE: BoundingBox = [-180, -90, 180, 90];
const LANDCOVER_YEAR = 2019;

/** @throws UsageError for a path or bucket that does not exist, or that may not be read */
export async function mountInputs(inputs: SceneInputs): Promise<MountedInputs> {
  const scene = isS3Location(inputs.scene) ? await foreignScene(inputs) : await mountedScene(inputs);
  const folders: [string, string, string | undefined][] = [
    ['--landcover', `landcover/${LANDCOVER_YEAR}/`, inputs.landcover],
    ['--ndvi', NDVI_FILLED_PREFIX, inputs.ndvi],
    ['--ndvi-s3', NDVI_S3_PREFIX, inputs.ndviS3],
    ['--dem', 'dem/', inputs.dem],
  ];
  const mounts: Mount[] = [...scene.mounts];
  for (const [option, prefix, path] of folders) {
    if (path === undefined) continue;
    if (!(await isDirectory(path, option))) throw new UsageError(`${option} ${path} is a file; a folder is needed.`);
    mounts.push({ prefix, path: resolve(path), readOnly: true });
  }
  if (inputs.orbit === undefined) return { ...scene, mounts };
  await requireOrbitFile(inputs.orbit);
  const orbit = orbitKey(basename(inputs.orbit));
  mounts.push({ prefix: orbit, path: resolve(inputs.orbit), readOnly: true });
  return { ...scene, mounts, orbit };
}

async function mountedScene(inputs: SceneInputs): Promise<MountedInputs> {
  const scene = productPath(inputs.scene);
  const product = productOfLocation(basename(resolve(scene)));
  const isFolder = await isDirectory(scene, '--scene');
  if (!isFolder) await requireArchive(scene, `--scene ${inputs.scene}`);
  const location = isFolder ? sceneKey(product) : `${SCENES_PREFIX}${product}.zip`;
  const prefix = isFolder ? `${location}/` : location;
  return { mounts: [{ prefix, path: resolve(scene), readOnly: true }], location, product };
}

/** Looks into the bucket first: what may not be listed or read is better told before any work begins. */
async function foreignScene({ scene, ...options }: SceneInputs): Promise<MountedInputs> {
  const { bucket, key } = parseS3Location(scene);
  const { openS3Stores } = await import('../s3/open-s3-stores.ts');
  const { s3SceneFiles } = await import('../s3/s3-scene-files.ts');
  // Read until the command ends, so never closed.
  const { storeOf } = await openS3Stores(s3OptionsOf(options));
  const files = await s3SceneFiles(scene, storeOf);
  for (const path of ['manifest.safe', findVvFiles(await files.list()).measurement?.path]) {
    const source = path === undefined ? undefined : await files.open(path);
    await source?.read(0, Math.min(source.size, 1));
  }
  return { mounts: [], location: key, product: productOfLocation(key), foreign: { bucket, storeOf } };
}

async function isDirectory(path: string, option: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new UsageError(`${option} ${path}: there is no such file or folder.`);
  return found.isDirectory();
}

/** What the command line asks for, as a configuration of the pipeline. Without a box the whole scene is mapped. */
export function configurationFor(inputs: SceneInputs, bbox: BoundingBox = GLOBE): Configuration {
  const collections: CollectionId[] = inputs.ndviS3 === undefined ? ['s2mp-s1s2'] : ['s2mp-s1s2', 's2mp-s1s3'];
  return parseConfiguration({
    areasOfInterest: [{ name: 'asked-for', bbox }],
    collections,
    landcoverYear: LANDCOVER_YEAR,
    heights: inputs.dem === undefined ? 'annotation-grid' : `dem-${inputs.demHeights}`,
    ...(inputs.prior && { prior: inputs.prior }),
    ...(inputs.fast && { imageDetail: 'overview' }),
    // A person waits: what is not there now is missing.
    incompleteAfterHours: 0,
    maxReceiveCount: 2,
  });
}
