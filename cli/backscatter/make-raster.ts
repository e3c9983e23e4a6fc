import { join } from 'node:path';
import { demFileNames } from '../../lib/dem/dem-file-names.ts';
import type { HeightReference } from '../../lib/dem/height-field.ts';
import type { BoundingBox } from '../../lib/grid/grid-window.ts';
import { backscatterCogSpec } from '../../lib/pipeline/backscatter/backscatter-cog-spec.ts';
import type { BackscatterRequest } from '../../lib/pipeline/backscatter/backscatter-request.ts';
import { finishedRaster } from '../../lib/pipeline/backscatter/finished-raster.ts';
import { type AbsentTiles, makeBackscatter } from '../../lib/pipeline/backscatter/make-backscatter.ts';
import { planBackscatter } from '../../lib/pipeline/backscatter/plan-backscatter.ts';
import { remarksOnBackscatter } from '../../lib/pipeline/backscatter/remarks-on-backscatter.ts';
import type { SceneProgress } from '../../lib/pipeline/services.ts';
import { productOfLocation } from '../../lib/pipeline/sources/scene-in-store.ts';
import { encodeCog } from '../../lib/raster/encode-cog.ts';
import type { BackscatterQuantity } from '../../lib/sentinel1/backscatter-quantity.ts';
import { verifyChecksums } from '../../lib/sentinel1/verify-checksums.ts';
import { codeVersion } from '../code-version.ts';
import { openFileSource } from '../files/file-source.ts';
import { folderTiles } from '../files/folder-tiles.ts';
import { openOrbitFile } from '../files/open-orbit-file.ts';
import { openSceneLocation } from '../files/open-scene-location.ts';
import { productPath } from '../files/product-path.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { S3Options } from '../s3/s3-options.ts';
import { UsageError } from '../usage.error.ts';
import type { RasterRow } from './raster-row.ts';

/** What is asked for, of each scene alike. */
export interface RasterSettings {
  readonly quantity: BackscatterQuantity;
  readonly classes: readonly number[] | 'all';
  readonly landcover?: string;
  readonly dem?: string;
  readonly demHeights: HeightReference;
  /** A precise-orbit file. */
  readonly orbit?: string;
  readonly bbox?: BoundingBox;
  readonly threads?: number;
  /** Compare checksums first, also where a raster is kept. */
  readonly verify?: boolean;
  readonly s3: S3Options;
  /** A `.tif`, or a folder in which each file is named after its product. */
  readonly out: { readonly file: string } | { readonly folder: string };
}

/** Which scene of this run a file belongs to. */
export interface Claim {
  readonly location: string;
  readonly inputs: string;
}

/**
 * The raster of one scene, from its location to its file. A finished file of the same inputs is kept.
 *
 * @param claims by path: two versions of one product must not replace each other's file in turn
 * @throws what can be said in one sentence as InputError, InvalidTiffError or UsageError
 */
export async function makeRaster(
  location: string,
  settings: RasterSettings,
  claims: Map<string, Claim>,
  onProgress: (progress: SceneProgress) => void,
): Promise<RasterRow> {
  const startMs = performance.now();
  const { out, threads, verify } = settings;
  const report = (product: string, stage: 'judge' | 'write' | 'done', done = 0) =>
    onProgress({ product, stage, done, total: 1 });
  report(productOfLocation(productPath(location).replace(/[/\\]+$/, '')), 'judge');
  await using files = await openSceneLocation(location, settings.s3);
  await using inputs = await openRequest(settings);
  const { request } = inputs;
  const plan = await planBackscatter(files, request);
  const product = plan.scene.product.name;
  const path = 'file' in out ? out.file : join(out.folder, `${product}.tif`);
  using claimed = claim(claims, path, { location, inputs: plan.inputsSha256 });
  const row = { scene: location, product, path, inputs: plan.inputsSha256 };
  const unverified = verify ? (await verifyChecksums(files, plan.scene.manifest)).remarks : [];
  const seconds = () => Math.round(performance.now() - startMs) / 1000;
  const remarksOf = (absent: AbsentTiles) => [...unverified, ...remarksOnBackscatter(absent, plan, request)];
  const finished = await rasterAt(path, plan.inputsSha256);
  if (finished) {
    claimed.keep();
    return { ...row, state: 'kept', seconds: seconds(), remarks: remarksOf(finished) };
  }
  const raster = await makeBackscatter(plan, request, { ...(threads !== undefined && { threads }), onProgress });
  report(product, 'write');
  await writeWhole(path, await encodeCog(backscatterCogSpec(raster, plan, request)));
  claimed.keep();
  report(product, 'done', 1);
  const { window, samples } = raster.cells;
  const pixels = samples.reduce((count, value) => count + (value > 0 ? 1 : 0), 0);
  const { width, height } = window;
  return { ...row, state: 'made', width, height, pixels, seconds: seconds(), remarks: remarksOf(raster) };
}

/** The claim is withdrawn with the end of its scope unless it is kept: of a scene that failed there is no file to protect. */
function claim(claims: Map<string, Claim>, path: string, mine: Claim): Disposable & { keep(): void } {
  const theirs = claims.get(path);
  if (theirs && theirs.inputs !== mine.inputs) {
    const what = `${path} is that of ${theirs.location}, another version of the same product`;
    throw new UsageError(`${mine.location}: ${what}. Give one of them, or another --out.`);
  }
  let kept = theirs !== undefined;
  if (!kept) claims.set(path, mine);
  return {
    keep: () => {
      kept = true;
    },
    [Symbol.dispose]: () => {
      if (!kept) claims.delete(path);
    },
  };
}

async function openRequest({ quantity, classes, landcover, dem, demHeights, orbit, bbox }: RasterSettings) {
  const stack = new AsyncDisposableStack();
  const coverTiles =
    landcover !== undefined && classes !== 'all' ? stack.use(await folderTiles('--landcover', landcover)) : undefined;
  const demTiles = dem === undefined ? undefined : stack.use(await folderTiles('--dem', dem, demFileNames));
  const orbitFile = orbit === undefined ? undefined : stack.use(await openOrbitFile(orbit));
  const request: BackscatterRequest = {
    quantity,
    ...(coverTiles && classes !== 'all' && { cover: { landcover: coverTiles, classes } }),
    ...(demTiles && { dem: { tiles: demTiles, reference: demHeights } }),
    ...(orbitFile && { orbit: orbitFile }),
    ...(bbox && { bbox }),
    codeVersion: codeVersion(),
  };
  return { request, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function rasterAt(path: string, inputsSha256: string): Promise<AbsentTiles | undefined> {
  const source = await openFileSource(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!source) return undefined;
  await using file = source;
  return await finishedRaster(file, inputsSha256); // before the file is closed
}
