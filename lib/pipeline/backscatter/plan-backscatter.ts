import { createHash } from 'node:crypto';
import { demTileNames } from '../../dem/height-field.ts';
import { InputError } from '../../errors/input.error.ts';
import { type BoundingBox, boundingBoxOf, type GridWindow } from '../../grid/grid-window.ts';
import { tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { canonicalJson } from '../../product/canonical-json.ts';
import type { ContentIdentity } from '../../product/content-identity.ts';
import { openScene, type Scene } from '../../sentinel1/open-scene.ts';
import type { SceneFiles } from '../../sentinel1/scene-files.ts';
import { identifyTiles } from '../retrieve/identify-tiles.ts';
import { gridBox, windowInAreas } from '../retrieve/scene-window.ts';
import { type BackscatterRequest, heightsOf } from './backscatter-request.ts';

/** A scene from which the raster can be made, and what decides its content. */
export interface BackscatterPlan {
  readonly scene: Scene;
  /** 1-km cells that the raster's window lies in. */
  readonly rough: GridWindow;
  /** SHA-256 over everything that decides the raster: scene, tiles, parameters, code version. */
  readonly inputsSha256: string;
}

const GLOBE: BoundingBox = [-180, -90, 180, 90];

/**
 * Judges the scene and identifies all inputs, without reading pixels or heights: enough to tell whether a raster that
 * exists is the one that would be made.
 *
 * @throws InputError with the reason why no raster can be made
 */
export async function planBackscatter(files: SceneFiles, request: BackscatterRequest): Promise<BackscatterPlan> {
  const { quantity, cover, dem, orbit, bbox, codeVersion } = request;
  const scene = await openScene(files, { quantity, ...(orbit && { orbit }) });
  const rough = requireInBox(gridBox(scene.annotation), scene, bbox);
  const landcoverTiles = cover
    ? await identifyTiles(cover.landcover, tilesOfWindow(rough).map(tileName), 'landcover/')
    : [];
  const demTiles = dem ? await identifyTiles(dem.tiles, demTileNames(boundingBoxOf(rough)), 'dem/') : [];
  const inputs = canonicalJson({
    product: scene.product.name,
    scene: scene.identity.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
    landcover: landcoverTiles.map(plain),
    dem: demTiles.map(plain),
    orbit: scene.orbitFile ? plain(scene.orbitFile) : null,
    quantity,
    classes: cover ? [...cover.classes] : 'all',
    heights: heightsOf(request),
    bbox: bbox ? [...bbox] : null,
    codeVersion,
  });
  return { scene, rough, inputsSha256: createHash('sha256').update(inputs).digest('hex') };
}

/** The 1-km window around what the box shares with `bbox`. @throws InputError `outside-areas` if that is nothing */
export function requireInBox(box: BoundingBox, scene: Scene, bbox: BoundingBox = GLOBE): GridWindow {
  const window = windowInAreas(box, [{ bbox }]);
  if (window) return window;
  throw new InputError(
    'outside-areas',
    scene.product.name,
    `the scene does not touch the box ${bbox.join(', ')}`,
    `It lies within ${box.map((degrees) => degrees.toFixed(2)).join(', ')} (west, south, east, north).`,
  );
}

function plain({ path, sha256 }: Pick<ContentIdentity, 'path' | 'sha256'>) {
  return { path, sha256 };
}
