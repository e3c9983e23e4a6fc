import type { BoundingBox } from '../grid/grid-window.ts';
import { streamSeed, uniform } from './hash.ts';
import type { SampleGrid } from './sample-grid.ts';
import { latitudeOf, longitudeOf } from './sample-grid.ts';
import { addSmoothNoise } from './smooth-noise.ts';

/** Sea south and east of a shore that crosses the world: distance inland (km) = a + b·lon + c·lat + noise. */
export interface Shore {
  readonly constantKm: number;
  readonly perLongitudeKm: number;
  readonly perLatitudeKm: number;
  readonly noiseDeviationKm: number;
  readonly noiseSpacingDeg: number;
}

export interface Town {
  readonly longitudeDeg: number;
  readonly latitudeDeg: number;
  /** Distance at which the share of built-up parcels has fallen to 1/e. */
  readonly radiusDeg: number;
}

/**
 * A small world with known truth. Plain data: everything in it is a function of this and of position (and date), so
 * tiles, scenes and truth maps made apart fit together.
 */
export interface World {
  readonly seed: number;
  /** The area that the world is laid out for; it goes on beyond. Shore and town are placed relative to it. */
  readonly box: BoundingBox;
  readonly shore: Shore;
  readonly town: Town;
}

export interface WorldOptions {
  readonly seed: number;
  readonly box: BoundingBox;
  /** Share of the box that is sea, 0 (none) to 1 (all). Default 0.06. */
  readonly seaShare?: number;
}

const KM_PER_DEGREE = 111.2;

export function createWorld({ seed, box, seaShare = 0.06 }: WorldOptions): World {
  const [west, south, east, north] = box;
  const sizeDeg = Math.min(east - west, north - south);
  const kmPerLongitude = KM_PER_DEGREE * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const open: Shore = {
    constantKm: 0,
    perLongitudeKm: -0.6 * kmPerLongitude,
    perLatitudeKm: 0.8 * KM_PER_DEGREE,
    noiseDeviationKm: 0.05 * sizeDeg * KM_PER_DEGREE,
    noiseSpacingDeg: 0.2 * sizeDeg,
  };
  const shore = { ...open, constantKm: -shoreOffsetKm(open, seed, box, seaShare) };
  return { seed, box, shore, town: placeTown(shore, seed, box, sizeDeg) };
}

/** Distance from the shore in km on the points of a grid, negative at sea. */
export function inlandKm(world: Pick<World, 'seed' | 'shore'>, grid: SampleGrid): Float32Array {
  const { shore, seed } = world;
  const out = new Float32Array(grid.width * grid.height);
  for (let j = 0, o = 0; j < grid.height; j++) {
    const row = shore.constantKm + shore.perLatitudeKm * latitudeOf(grid, j);
    for (let i = 0; i < grid.width; i++, o++) out[o] = row + shore.perLongitudeKm * longitudeOf(grid, i);
  }
  const noise = { name: 'shore', spacingDeg: shore.noiseSpacingDeg, deviation: shore.noiseDeviationKm };
  addSmoothNoise(out, grid, noise, seed);
  return out;
}

/** The shore distance below which the wanted share of the box lies. */
function shoreOffsetKm(shore: Shore, seed: number, box: BoundingBox, seaShare: number): number {
  if (seaShare <= 0) return -1e4;
  if (seaShare >= 1) return 1e4;
  const distances = inlandKm({ seed, shore }, samplesOf(box)).sort();
  return distances[Math.floor(seaShare * distances.length)] as number;
}

/** A coarse grid (about 64 points along the shorter side) inside the box. */
function samplesOf([west, south, east, north]: BoundingBox): SampleGrid {
  const perDegree = 64 / Math.min(east - west, north - south);
  return {
    perDegree,
    column: Math.round((west + 180) * perDegree),
    row: Math.round((90 - north) * perDegree),
    width: Math.round((east - west) * perDegree),
    height: Math.round((north - south) * perDegree),
    shift: 0.5,
  };
}

/** The first of a few seeded places in the inner part of the box that is well inland. */
function placeTown(shore: Shore, seed: number, box: BoundingBox, sizeDeg: number): Town {
  const [west, south, east, north] = box;
  const grid = samplesOf(box);
  const inland = inlandKm({ seed, shore }, grid);
  const stream = streamSeed(seed, 'town');
  let best = { longitudeDeg: (west + east) / 2, latitudeDeg: (south + north) / 2 };
  for (let attempt = 0; attempt < 32; attempt++) {
    const u = 0.2 + 0.6 * uniform(stream, attempt, 0);
    const v = 0.2 + 0.6 * uniform(stream, attempt, 1);
    const at = Math.floor((1 - v) * grid.height) * grid.width + Math.floor(u * grid.width);
    if ((inland[at] as number) < 0.08 * sizeDeg * KM_PER_DEGREE) continue;
    best = { longitudeDeg: west + u * (east - west), latitudeDeg: south + v * (north - south) };
    break;
  }
  return { ...best, radiusDeg: 0.07 * sizeDeg };
}
