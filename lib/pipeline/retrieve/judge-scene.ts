import { InputError } from '../../errors/input.error.ts';
import { cropRaster } from '../../grid/crop-raster.ts';
import { type BoundingBox, type GridWindow, toPixels100m } from '../../grid/grid-window.ts';
import { tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { readLandcover } from '../../landcover/read-landcover.ts';
import type { Position } from '../../product/clip-ring.ts';
import type { ContentIdentity } from '../../product/content-identity.ts';
import { isEligible } from '../../product/sample-cells.ts';
import { sceneFootprint } from '../../sentinel1/footprint.ts';
import { openScene, type Scene } from '../../sentinel1/open-scene.ts';
import { verifyChecksums } from '../../sentinel1/verify-checksums.ts';
import type { SceneOrder } from '../scene-order.ts';
import type { Services } from '../services.ts';
import { orbitInStore } from '../sources/orbit-in-store.ts';
import { sceneInStore } from '../sources/scene-in-store.ts';
import { landcoverTiles } from '../sources/tiles-in-store.ts';
import { identifyTiles } from './identify-tiles.ts';
import { openTerrain } from './open-terrain.ts';
import type { SceneThreads } from './scene-threads.ts';
import { boxOf, gridBox, intersect, windowInAreas } from './scene-window.ts';

/** A scene that can become maps, with everything that does not depend on the collection. Nothing is written yet. */
export interface JudgedScene {
  readonly scene: Scene;
  /** Outline of the valid image samples on the terrain; closed, longitudes unwrapped. */
  readonly outline: readonly Position[];
  /** Of the maps: 1-km grid, cut to the areas of interest. */
  readonly window: GridWindow;
  /** The same area on the 100-m grid. */
  readonly pixels: GridWindow;
  /** Of each 100-m pixel. */
  readonly classes: Uint8Array;
  /** Ellipsoidal heights in m at the (width + 1) × (height + 1) corners of the 100-m pixels. */
  readonly cornerHeightsM: Float32Array;
  readonly landcover: readonly ContentIdentity[];
  /** Tiles of the map without land cover: usually open sea. */
  readonly landcoverAbsent: readonly string[];
  /** Empty with the heights of the annotation's grid. */
  readonly dem: readonly ContentIdentity[];
  /** Tiles of the map without a DEM, which count as sea level. */
  readonly demAbsent: readonly string[];
  /** A sentence for each file of the scene whose checksum was asked for but is not known. */
  readonly unverified: readonly string[];
}

type JudgeServices = Pick<Services, 'configuration' | 'store' | 'sceneStore' | 'demTiles' | 'retrieval'>;

/**
 * Judges a scene cheapest first: name and mode, manifest, annotation, calibration and noise, measurement header and size,
 * area, land cover, terrain. NDVI is judged for each collection by {@link file://./choose-ndvi.ts}.
 *
 * @param threads are started when the scene has been opened
 * @throws InputError with the reason why no map can be made
 */
export async function judgeScene(
  order: SceneOrder,
  services: JudgeServices,
  threads: SceneThreads,
): Promise<JudgedScene> {
  const { configuration, store } = services;
  const files = await sceneInStore(services.sceneStore(order.scene.bucket), order.scene.location);
  const orbit = order.orbit === undefined ? undefined : await orbitInStore(store, order.orbit);
  const scene = await openScene(files, orbit && { orbit });
  if (configuration.imageDetail === 'samples') threads.start(scene.annotation);
  const unverified = services.retrieval.verify ? (await verifyChecksums(files, scene.manifest)).remarks : [];
  const rough = requireInAreas(gridBox(scene.annotation), scene, services);

  const landcoverSet = landcoverTiles(store, configuration.landcoverYear);
  // Side by side, for both are waited for; what is wrong with the land cover is said first.
  const [landcoverRead, terrainRead] = await Promise.allSettled([
    readLandcover(landcoverSet, toPixels100m(rough)),
    openTerrain(scene.annotation, toPixels100m(rough), services),
  ]);
  if (landcoverRead.status === 'rejected') throw landcoverRead.reason;
  if (terrainRead.status === 'rejected') throw terrainRead.reason;
  const { classes, absent } = landcoverRead.value;
  const terrain = terrainRead.value;
  const outline = await sceneFootprint(scene, terrain.heightAt);
  const window = intersect(requireInAreas(boxOf(outline), scene, services), rough);
  const pixels = toPixels100m(window);
  const classesInside = cropRaster(classes, toPixels100m(rough), pixels);
  const tiles = tilesOfWindow(window).map(tileName);
  const landcoverAbsent = tiles.filter((tile) => absent.includes(tile));
  if (landcoverAbsent.length === tiles.length) throw noLandcover(landcoverSet.name, tiles);
  if (!classesInside.some(isEligible)) throw noLand(scene, landcoverSet.name);
  const cornerHeightsM = terrain.cornerHeights(pixels);
  terrain.release();

  return {
    scene,
    outline,
    window,
    pixels,
    classes: classesInside,
    cornerHeightsM,
    landcover: await identifyTiles(landcoverSet, tiles, `landcover/${configuration.landcoverYear}/`),
    landcoverAbsent,
    dem: terrain.tiles,
    demAbsent: terrain.absent.filter((tile) => tiles.includes(tile)),
    unverified,
  };
}

/** The 1-km window around what the box shares with the areas of interest. @throws InputError `outside-areas` */
function requireInAreas(box: BoundingBox, scene: Scene, { configuration }: JudgeServices): GridWindow {
  const window = windowInAreas(box, configuration.areasOfInterest);
  if (window) return window;
  const names = configuration.areasOfInterest.map(({ name }) => name).join(', ');
  throw new InputError(
    'outside-areas',
    scene.product.name,
    'the scene touches none of the areas of interest',
    `The configured areas are ${names}.`,
  );
}

function noLandcover(set: string, tiles: readonly string[]): InputError {
  return new InputError(
    'no-landcover',
    set,
    `there is no land cover for ${tiles.join(', ')}`,
    'Put LC100 tiles there and process the scene again; over open sea there are none, and nothing to be retrieved.',
  );
}

function noLand(scene: Scene, landcover: string): InputError {
  return new InputError(
    'no-land',
    scene.product.name,
    `no pixel of cropland (40) or herbaceous vegetation (30) lies in the scene, says the land cover of ${landcover}`,
    'Nothing can be retrieved over sea, forest or towns.',
  );
}
