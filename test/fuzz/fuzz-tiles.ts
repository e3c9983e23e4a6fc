import type { GridWindow } from '../../lib/grid/grid-window.ts';
import { LANDCOVER } from '../../lib/landcover/landcover-classes.ts';
import { readLandcover } from '../../lib/landcover/read-landcover.ts';
import { readNdvi } from '../../lib/ndvi/read-ndvi.ts';
import { encodeCog } from '../../lib/raster/encode-cog.ts';
import { sourceOfBytes } from '../../lib/raster/range-source.ts';
import type { TileSet } from '../../lib/raster/tile-set.ts';
import { tiffBytes } from '../lib/sentinel1/tiff-bytes.ts';
import { cornerHeights } from '../support/corner-heights.ts';
import { FuzzFailure, type Outcome } from './judge.ts';

const TILE = 'N43E003';
/** 2 × 2 cells at 3.9° E, 43.9° N. */
const window: GridWindow = { perDegree: 1008, column: 1008 * 183 + 900, row: 1008 * 46 + 90, width: 18, height: 18 };
const SIDE = 1008;

/** A reader of one kind of tile, a whole tile of it, and what of a damaged one's pixels is no silent error. */
export interface TileKind {
  readonly name: string;
  readonly bytes: Uint8Array;
  read(bytes: Uint8Array): Promise<Uint8Array | Float32Array>;
  /** The undamaged tile is rejected already. */
  readonly isRejected?: true;
  /** Whether a pixel may have this value where the undamaged tile has the other. */
  isAllowed(value: number, undamaged: number): boolean;
}

const one = (bytes: Uint8Array): TileSet => ({
  name: 'tiles/',
  open: async (tile) => (tile === TILE ? sourceOfBytes(`tiles/${TILE}.tif`, bytes) : undefined),
});

const classes = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => ((i * 7) % 11 < 6 ? 40 : 30));
const tileOf = {
  width: SIDE,
  height: SIDE,
  transform: [3, 1 / SIDE, 0, 44, 0, -1 / SIDE],
  overviews: 'nearest',
} as const;

const landcover: TileKind = {
  name: 'land cover',
  bytes: await encodeCog({
    ...tileOf,
    dataType: 'uint8',
    bands: [{ data: classes, description: 'class' }],
    nodata: 255,
  }),
  read: async (bytes) => (await readLandcover(one(bytes), window)).classes,
  // Not another class: that is what a shifted tile would give.
  isAllowed: (value, undamaged) => value === undamaged || value === LANDCOVER.noData,
};

const ndviDn = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => 60 + ((i * 13) % 150));
const ndviChoice = (bytes: Uint8Array) => ({
  ...{ tile: TILE, date: '2021-08-15', ageDays: 4 },
  source: sourceOfBytes(`tiles/${TILE}.tif`, bytes),
});
const ndvi: TileKind = {
  name: 'NDVI',
  bytes: await encodeCog({
    ...tileOf,
    dataType: 'uint8',
    bands: [{ data: ndviDn, description: 'ndvi', scale: 0.004, offset: -0.08 }],
    nodata: 255,
  }),
  read: async (bytes) => (await readNdvi([ndviChoice(bytes)], window)).ndvi,
  // Scale and offset are text of the file: a digit that is wrong there cannot be known.
  isAllowed: (value) => Number.isNaN(value) || (value >= -1 && value <= 1),
};

const POSTS = 900;
const heights = Float32Array.from(
  { length: POSTS * POSTS },
  (_, i) => 300 + 200 * Math.sin((i % POSTS) / 40) + 100 * Math.cos(Math.floor(i / POSTS) / 30),
);
const dem: TileKind = {
  name: 'DEM',
  bytes: await encodeCog({
    ...{ width: POSTS, height: POSTS, dataType: 'float32', overviews: 'mean', pixelIsPoint: true },
    bands: [{ data: heights, description: 'height', unit: 'm' }],
    transform: [3 - 0.5 / POSTS, 1 / POSTS, 0, 44 + 0.5 / POSTS, 0, -1 / POSTS],
  }),
  read: (bytes) => cornerHeights(one(bytes), window, 'egm'),
  // Where a tile lies is read from it, within a pixel and a half: 185 m of a slope of 10 %, and voids are filled.
  isAllowed: (value, undamaged) => Math.abs(value - undamaged) <= 60,
};

/** The same classes as plain strips, whose directory is all that can be told from pixels. */
const strips: TileKind = {
  ...landcover,
  name: 'land cover without a place',
  isRejected: true,
  bytes: tiffBytes(Uint16Array.from(classes), SIDE, SIDE, { rowsPerStrip: 8 }),
};

export const TILE_KINDS: readonly TileKind[] = [landcover, ndvi, dem, strips];

/** @param undamaged absent for a kind that is rejected even so */
export function compareTiles(
  kind: TileKind,
  values: ArrayLike<number>,
  undamaged: ArrayLike<number> | undefined,
): Outcome {
  if (!undamaged) throw new FuzzFailure(`${kind.name}: accepted`);
  if (values.length !== undamaged.length) throw new FuzzFailure(`${kind.name}: ${values.length} values`);
  let outcome: Outcome = 'as undamaged';
  for (let i = 0; i < undamaged.length; i++) {
    const [value, expected] = [values[i] as number, undamaged[i] as number];
    if (Object.is(value, expected)) continue;
    outcome = 'changed in bounds';
    if (!kind.isAllowed(value, expected)) throw new FuzzFailure(`${kind.name}: ${value} where ${expected} is`);
  }
  return outcome;
}
