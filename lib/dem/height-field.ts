import type { BoundingBox } from '../grid/grid-window.ts';
import { type TileCorner, tileName } from '../grid/tile-name.ts';
import { releaseMemory } from '../raster/release-memory.ts';
import type { TileSet } from '../raster/tile-set.ts';
import { heightInGrid, type PostingGrid, withRing } from './posting-grid.ts';
import { MAX_POSTING_DEG, readPostings } from './read-postings.ts';
import { type UndulationGrid, undulationAt, undulationGrid } from './undulation-grid.ts';

/** What the DEM's heights count from: the geoid (GLO-30; EGM96 stands for EGM2008 within a metre or two) or the ellipsoid. */
export type HeightReference = 'egm' | 'ellipsoid';

/** DEM of a box, ready to be asked for heights. */
export interface HeightField {
  readonly reference: HeightReference;
  /** Undefined where no height depends on it: ellipsoidal tiles without a gap. */
  readonly undulation: UndulationGrid | undefined;
  /** Names of the tiles that were read, and of those that do not exist and count as sea. */
  readonly tiles: readonly string[];
  readonly absent: readonly string[];
  /** Posts of a tile with a ring of its neighbours' posts, heights as in the file; undefined for sea. */
  grid(corner: TileCorner): PostingGrid | undefined;
  /** Ellipsoidal height (m) at a point of the box; longitude may run past 180°. */
  heightAt(lonDeg: number, latDeg: number): number;
  /** Gives the memory of the posts back at once: 50 MB of a scene. No height can be asked for afterwards. */
  release(): void;
}

/** Bounds the memory for decoding: a 1° tile of GLO-30 has 52 MB. */
const TILES_IN_FLIGHT = 2;
/** Posts beyond the box that interpolation at its edge needs, with their neighbours' rings. */
const MARGIN_DEG = 2 * MAX_POSTING_DEG;

/**
 * Reads the DEM tiles that a box touches. An absent tile, or one that is void all over the box, is sea: orthometric height
 * 0, thus the geoid's undulation, whatever the heights of the other tiles count from.
 * @throws InputError `invalid-dem`
 */
export async function openHeightField(
  tiles: TileSet,
  box: BoundingBox,
  reference: HeightReference,
): Promise<HeightField> {
  const wide = widen(box);
  const places = tilePlaces(wide);
  const raw = new Map<string, PostingGrid>();
  const absent: string[] = [];
  let next = 0;
  const worker = async () => {
    for (let place = places[next++]; place; place = places[next++]) {
      const { corner, lonDeg } = place;
      const source = await tiles.open(tileName(corner));
      const [w, s, e, n] = wide;
      const inTile: BoundingBox = [w - lonDeg, s - corner.lat, e - lonDeg, n - corner.lat];
      if (!source) {
        absent.push(tileName(corner));
        continue;
      }
      raw.set(tileName(corner), await readPostings(source, corner, inTile));
    }
  };
  await Promise.all(Array.from({ length: TILES_IN_FLIGHT }, worker));

  const hasSea = absent.length > 0 || [...raw.values()].some(isAllVoid);
  const undulation = reference === 'egm' || hasSea ? await undulationGrid(wide) : undefined;
  const undulationOf = (lonDeg: number, latDeg: number) =>
    undulation === undefined ? 0 : undulationAt(undulation, lonDeg, latDeg);
  const seaLevel = (lonDeg: number, latDeg: number) => (reference === 'egm' ? 0 : undulationOf(lonDeg, latDeg));
  for (const { corner, lonDeg } of places) {
    const posts = raw.get(tileName(corner));
    if (posts && isAllVoid(posts)) fillAll(posts, (east, north) => seaLevel(lonDeg + east, corner.lat + north));
  }
  const grids = new Map<string, PostingGrid>();
  for (const { corner, lonDeg } of places) {
    const own = raw.get(tileName(corner));
    if (!own) continue;
    const ringed = withRing(own, (eastDeg, northDeg, dx, dy) => {
      const name = tileName({ lat: corner.lat + dy, lon: wrapDegree(corner.lon + dx) });
      const neighbour = raw.get(name);
      if (neighbour) return heightInGrid(neighbour, eastDeg - dx, northDeg - dy);
      // Not among the tiles of the box: no height there is ever asked for.
      if (!absent.includes(name)) return heightInGrid(own, eastDeg, northDeg);
      return seaLevel(lonDeg + eastDeg, corner.lat + northDeg);
    });
    grids.set(tileName(corner), ringed);
  }

  // The rings are filled: these copies alone are needed.
  for (const { heightM } of raw.values()) releaseMemory(heightM);
  let isReleased = false;
  const grid = (corner: TileCorner) => {
    if (isReleased) throw new Error('heights are asked for after the DEM was released'); // NaN would look like no image
    return grids.get(tileName(corner));
  };
  return {
    reference,
    undulation,
    tiles: [...grids.keys()],
    absent: absent.sort(),
    grid,
    heightAt: (lonDeg, latDeg) => {
      const unwrapped = Math.floor(lonDeg);
      const lat = Math.min(Math.floor(latDeg), 89);
      const posts = grid({ lat, lon: wrapDegree(unwrapped) });
      if (!posts) return undulationOf(lonDeg, latDeg);
      const height = heightInGrid(posts, lonDeg - unwrapped, latDeg - lat);
      return reference === 'egm' ? height + undulationOf(lonDeg, latDeg) : height;
    },
    release: () => {
      for (const { heightM } of grids.values()) releaseMemory(heightM);
      isReleased = true;
    },
  };
}

/** Single voids have been filled by what surrounds them: one that is left says that there is nothing else. */
function isAllVoid({ heightM }: PostingGrid): boolean {
  return Number.isNaN(heightM[0]);
}

function fillAll(grid: PostingGrid, seaLevel: (eastDeg: number, northDeg: number) => number): void {
  const { columns, rows, heightM } = grid;
  for (let r = 0; r < rows; r++) {
    const northDeg = grid.northDeg - r * grid.stepLatDeg;
    for (let c = 0; c < columns; c++) heightM[r * columns + c] = seaLevel(grid.westDeg + c * grid.stepLonDeg, northDeg);
  }
}

/** Names of the tiles, absent ones included, that the heights of a box depend on: a little beyond its edges. */
export function demTileNames(box: BoundingBox): string[] {
  return tilePlaces(widen(box)).map(({ corner }) => tileName(corner));
}

function widen([west, south, east, north]: BoundingBox): BoundingBox {
  return [west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG];
}

/** Tiles of a box, north to south, west to east, each with its longitude as the box counts it. */
function tilePlaces([west, south, east, north]: BoundingBox): { corner: TileCorner; lonDeg: number }[] {
  const places = [];
  for (let lat = Math.min(Math.floor(north), 89); lat >= Math.max(Math.floor(south), -90); lat--) {
    for (let lonDeg = Math.floor(west); lonDeg <= Math.floor(east); lonDeg++) {
      places.push({ corner: { lat, lon: wrapDegree(lonDeg) }, lonDeg });
    }
  }
  return places;
}

function wrapDegree(lonDeg: number): number {
  return ((((lonDeg + 180) % 360) + 360) % 360) - 180;
}
