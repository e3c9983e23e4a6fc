import { RefusedTileError } from './refused-tile.error.ts';
import type { TileFile } from './tile-file.ts';
import { TILE_NAMES, type TilePlace, tilePlace } from './tile-place.ts';

/** Far more than a square degree of any grid that is read here; a file is held in memory while it is sent. */
const MAX_TILE_BYTES = 2 ** 30;

/**
 * Where each file goes, or why it goes nowhere: its name is that of no tile, or another file stands for the same tile and
 * only a person can say which one is meant.
 */
export function placeTiles(files: readonly TileFile[]): Map<TileFile, TilePlace | RefusedTileError> {
  const places = files.map((file) => [file, placeOf(file)] as const);
  const byKey = Map.groupBy(places, ([, place]) => ('key' in place ? place.key : undefined));
  return new Map(
    places.map(([file, place]) => {
      const rival = 'key' in place && byKey.get(place.key)?.find(([other]) => other !== file)?.[0];
      return [file, rival ? new RefusedTileError(`${file.name}: ${rival.name} is the same tile. Keep one.`) : place];
    }),
  );
}

function placeOf({ kind, path, name, size }: TileFile): TilePlace | RefusedTileError {
  const place = tilePlace(kind, path);
  if (!place) {
    return new RefusedTileError(
      `${name}: this is the name of no tile. Name it ${TILE_NAMES[kind]}; a tile is N43E003.`,
    );
  }
  if (size <= MAX_TILE_BYTES) return place;
  return new RefusedTileError(
    `${name}: has ${size} bytes, more than a tile can have (${MAX_TILE_BYTES}). Compress it.`,
  );
}
