import { tileCorner } from '../../../lib/grid/tile-name.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import type { OverviewMethod } from '../../../lib/raster/halve-raster.ts';
import { type RangeSource, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TileSet } from '../../../lib/raster/tile-set.ts';

export interface CountedTileSet extends TileSet {
  /** Bytes read from the tiles so far. */
  readonly bytesRead: () => number;
}

export function tileSetOf(tiles: Readonly<Record<string, Uint8Array>>): CountedTileSet {
  let bytesRead = 0;
  return {
    name: 'dem/',
    bytesRead: () => bytesRead,
    open: async (tile) => {
      const bytes = tiles[tile];
      if (!bytes) return undefined;
      const source = sourceOfBytes(`dem/${tile}.tif`, bytes);
      const counted: RangeSource = {
        ...source,
        read: (offset, length) => {
          bytesRead += length;
          return source.read(offset, length);
        },
      };
      return counted;
    },
  };
}

/**
 * A tile as GLO-30 has them, posts on the degree lines, of a function of longitude and latitude. From 50° on towards the
 * poles real tiles have fewer columns than rows.
 */
export function demTile(
  tile: string,
  size: number,
  heightOf: (lonDeg: number, latDeg: number) => number,
  overviews: OverviewMethod = 'mean',
  more: Partial<CogSpec> = {},
  columns = size,
): Promise<Uint8Array> {
  const corner = tileCorner(tile);
  if (!corner) throw new Error(tile);
  const data = new Float32Array(columns * size);
  for (let r = 0; r < size; r++) {
    for (let c = 0; c < columns; c++) {
      data[r * columns + c] = heightOf(corner.lon + c / columns, corner.lat + 1 - r / size);
    }
  }
  return encodeCog({
    width: columns,
    height: size,
    dataType: 'float32',
    bands: [{ data, description: 'height', unit: 'm' }],
    transform: [corner.lon - 0.5 / columns, 1 / columns, 0, corner.lat + 1 + 0.5 / size, 0, -1 / size],
    overviews,
    pixelIsPoint: true,
    ...more,
  });
}
