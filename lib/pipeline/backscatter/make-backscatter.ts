import { InputError } from '../../errors/input.error.ts';
import { type GridWindow, toPixels100m } from '../../grid/grid-window.ts';
import { accumulateSigma0 } from '../../sentinel1/accumulate-sigma0.ts';
import { sceneFootprint } from '../../sentinel1/footprint.ts';
import type { Sigma0Cells } from '../../sentinel1/sigma0-cells.ts';
import { boxOf, intersect } from '../retrieve/scene-window.ts';
import { demTerrain, gridTerrain } from '../retrieve/terrain.ts';
import type { RetrievalOptions } from '../services.ts';
import type { BackscatterRequest } from './backscatter-request.ts';
import { type BackscatterPlan, requireInBox } from './plan-backscatter.ts';
import { wantedPixels } from './wanted-pixels.ts';

/** Backscatter of one scene on the 100-m pixels of its window, in the quantity that the scene was opened with. */
export interface BackscatterRaster extends AbsentTiles {
  readonly cells: Pick<Sigma0Cells, 'window' | 'sigma0' | 'incidenceDeg' | 'samples'>;
}

/** Tiles of the window that do not exist: they count as sea level, or have no pixel that is wanted. */
export interface AbsentTiles {
  readonly demAbsent: readonly string[];
  readonly landcoverAbsent: readonly string[];
}

/**
 * The one pass over the image of a planned scene. The window is the smallest one of whole 1-km cells around the valid
 * samples on the terrain, cut to the box asked for: it does not depend on the land cover.
 *
 * @throws InputError `no-landcover`, `no-land` or `no-valid-pixels` if there is no pixel to be given
 */
export async function makeBackscatter(
  { scene, rough }: BackscatterPlan,
  request: BackscatterRequest,
  { threads, onProgress }: RetrievalOptions = {},
): Promise<BackscatterRaster> {
  const { dem, cover, bbox } = request;
  const area = toPixels100m(rough);
  const terrain = dem ? await demTerrain(dem.tiles, dem.reference, area) : gridTerrain(scene.annotation, area);
  const outline = await sceneFootprint(scene, terrain.heightAt);
  const window: GridWindow = intersect(requireInBox(boxOf(outline), scene, bbox), rough);
  const pixels = toPixels100m(window);
  const { mask, absent } = await wantedPixels(cover, pixels, scene.product.name);
  const cornerHeightsM = terrain.cornerHeights(pixels);
  terrain.release();
  const cells = await accumulateSigma0(scene, pixels, mask, cornerHeightsM, {
    ...(threads !== undefined && { threads }),
    onProgress: (done, total) => onProgress?.({ product: scene.product.name, stage: 'backscatter', done, total }),
  });
  if (!cells.samples.some((count) => count > 0)) {
    throw new InputError(
      'no-valid-pixels',
      scene.measurement.source.name,
      'all samples over the pixels asked for are 0',
      'This product is empty there.',
    );
  }
  return { cells, demAbsent: terrain.absent, landcoverAbsent: absent };
}
