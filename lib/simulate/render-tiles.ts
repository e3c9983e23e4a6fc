import {
  type BoundingBox,
  CELLS_PER_DEGREE_1KM,
  type GeoTransform,
  type GridWindow,
  PIXELS_PER_CELL_SIDE,
  toPixels100m,
  windowAround,
} from '../grid/grid-window.ts';
import { encodeCog } from '../raster/encode-cog.ts';
import type { FileSink } from './file-sink.ts';
import { NDVI_CODING, observedNdvi, observedNdvi1km } from './observed-ndvi.ts';
import { parcelsOf } from './parcel-records.ts';
import { parcelOfPixels } from './parcels.ts';
import type { Scenario } from './scenario.ts';
import { POSTS_PER_DEGREE, terrainHeightsM } from './terrain.ts';
import type { World } from './world.ts';
import { tilesOfBox, type WorldTile } from './world-tiles.ts';

/** Of land-cover and NDVI tiles. */
const NO_DATA = 255;

/** Folders of the tiles in the sink. */
export interface TileFolders {
  readonly landcover: string;
  readonly dem: string;
  readonly ndvi: string;
  readonly ndviS3: string;
}

export const DEFAULT_TILE_FOLDERS: TileFolders = {
  landcover: 'landcover',
  dem: 'dem',
  ndvi: 'ndvi',
  ndviS3: 'ndvi-s3',
};

export interface TileOptions {
  readonly folders?: TileFolders;
  /** Called with the number of tiles that are done. */
  readonly onProgress?: (doneTiles: number, totalTiles: number) => void;
}

/**
 * Writes every 1° tile that the box touches: land cover, elevation, and NDVI of the given dates (`yyyy-mm-dd`) at 100 m
 * and at 1 km, at `<folder>/<tile>.tif` and `<folder>/<tile>/<date>.tif`. Land cover and NDVI are no data outside of the
 * box. Elevation has whole tiles, also of what a scene that just covers the box shows beyond it. Returns the names of the
 * land-cover tiles.
 */
export async function renderTiles(
  scenario: Scenario,
  box: BoundingBox,
  ndviDates: readonly string[],
  sink: FileSink,
  options: TileOptions = {},
): Promise<string[]> {
  const folders = options.folders ?? DEFAULT_TILE_FOLDERS;
  const tiles = tilesOfBox(box);
  const demTiles = tilesOfBox(widened(box));
  const total = tiles.length + demTiles.length;
  let done = 0;
  options.onProgress?.(0, total);
  for (const tile of demTiles) {
    await sink.write(`${folders.dem}/${tile.name}.tif`, await encodeDem(scenario.world, tile));
    done += 1;
    options.onProgress?.(done, total);
  }
  for (const tile of tiles) {
    await renderTile(scenario, tile, partInside(tile, box), ndviDates, folders, sink);
    done += 1;
    options.onProgress?.(done, total);
  }
  return tiles.map((tile) => tile.name);
}

async function renderTile(
  { world }: Scenario,
  tile: WorldTile,
  part: GridWindow,
  ndviDates: readonly string[],
  folders: TileFolders,
  sink: FileSink,
): Promise<void> {
  const { name } = tile;
  const parcels = parcelsOf(world, part);
  const parcelOf = parcelOfPixels(world.seed, part, parcels.lattice);
  const classes = Uint8Array.from(parcelOf, (parcel) => parcels.cover[parcel] as number);
  // Compression runs beside the computing of the next raster.
  const writes = [
    encodeLandcover(tile, part, classes).then((bytes) => sink.write(`${folders.landcover}/${name}.tif`, bytes)),
  ];
  for (const date of ndviDates) {
    const truth = parcels.ndviAt(Date.parse(`${date}T12:00:00Z`));
    const fine = observedNdvi(world.seed, part, parcelOf, truth, date);
    const coarse = observedNdvi1km(world.seed, part, parcelOf, truth, date);
    writes.push(
      encodeNdvi(tile, part, fine, 1).then((bytes) => sink.write(`${folders.ndvi}/${name}/${date}.tif`, bytes)),
      encodeNdvi(tile, part, coarse, PIXELS_PER_CELL_SIDE).then((bytes) =>
        sink.write(`${folders.ndviS3}/${name}/${date}.tif`, bytes),
      ),
    );
  }
  await Promise.all(writes);
}

/** A scene is turned against the box, and a height at its edge needs posts on both sides. */
function widened([west, south, east, north]: BoundingBox): BoundingBox {
  const x = 0.2 * (east - west) + 0.02;
  const y = 0.2 * (north - south) + 0.02;
  return [west - x, south - y, east + x, north + y];
}

/** The 100-m pixels of the tile that belong to the box: whole 1-km cells. */
function partInside({ window100m: tile }: WorldTile, box: BoundingBox): GridWindow {
  const wanted = toPixels100m(windowAround(box, CELLS_PER_DEGREE_1KM));
  const column = Math.max(tile.column, wanted.column);
  const row = Math.max(tile.row, wanted.row);
  return {
    perDegree: tile.perDegree,
    column,
    row,
    width: Math.min(tile.column + tile.width, wanted.column + wanted.width) - column,
    height: Math.min(tile.row + tile.height, wanted.row + wanted.height) - row,
  };
}

/** A whole tile, no data but for the part. Both windows are given in units of `factor` 100-m pixels. */
function fillTile({ window100m: tile }: WorldTile, part: GridWindow, values: Uint8Array, factor: number): Uint8Array {
  const width = tile.width / factor;
  const out = new Uint8Array(width * (tile.height / factor)).fill(NO_DATA);
  const partWidth = part.width / factor;
  const left = (part.column - tile.column) / factor;
  const top = (part.row - tile.row) / factor;
  for (let j = 0; j * partWidth < values.length; j++) {
    out.set(values.subarray(j * partWidth, (j + 1) * partWidth), (top + j) * width + left);
  }
  return out;
}

function edgesOnDegrees({ corner }: WorldTile, perDegree: number): GeoTransform {
  return [corner.lon, 1 / perDegree, 0, corner.lat + 1, 0, -1 / perDegree];
}

function encodeLandcover(tile: WorldTile, part: GridWindow, classes: Uint8Array): Promise<Uint8Array> {
  const data = fillTile(tile, part, classes, 1);
  return encodeCog({
    width: tile.window100m.width,
    height: tile.window100m.height,
    dataType: 'uint8',
    bands: [{ data, description: 'discrete classification, CGLS-LC100 codes (simulated)' }],
    transform: edgesOnDegrees(tile, tile.window100m.perDegree),
    nodata: NO_DATA,
    overviews: 'nearest',
  });
}

/** @param factor 1 for 100-m pixels, 9 for 1-km cells */
function encodeNdvi(tile: WorldTile, part: GridWindow, coded: Uint8Array, factor: 1 | 9): Promise<Uint8Array> {
  const { width, height } = tile.window100m;
  const perDegree = factor === 1 ? tile.window100m.perDegree : CELLS_PER_DEGREE_1KM;
  const { scale, offset } = NDVI_CODING;
  return encodeCog({
    width: width / factor,
    height: height / factor,
    dataType: 'uint8',
    bands: [{ data: fillTile(tile, part, coded, factor), description: 'NDVI (simulated)', unit: '1', scale, offset }],
    transform: edgesOnDegrees(tile, perDegree),
    nodata: NO_DATA,
    overviews: 'mean',
  });
}

/** Registered as GLO-30: posts on the degree lines from the west and north edge on, heights above the geoid. */
function encodeDem(world: World, { window100m, corner }: WorldTile): Promise<Uint8Array> {
  const posts = POSTS_PER_DEGREE;
  const column = (window100m.column / window100m.perDegree) * posts;
  const row = (window100m.row / window100m.perDegree) * posts;
  const grid = { perDegree: posts, column, row, width: posts, height: posts, shift: 0 } as const;
  const heights = terrainHeightsM(world, grid);
  // Decimetres keep the file small and are far finer than matters for geometry.
  const rounded = heights.map((h) => Math.round(h * 10) / 10);
  return encodeCog({
    width: posts,
    height: posts,
    dataType: 'float32',
    bands: [{ data: rounded, description: 'height above the EGM96 geoid (simulated)', unit: 'm' }],
    transform: [corner.lon - 0.5 / posts, 1 / posts, 0, corner.lat + 1 + 0.5 / posts, 0, -1 / posts],
    overviews: 'mean',
    pixelIsPoint: true,
  });
}
