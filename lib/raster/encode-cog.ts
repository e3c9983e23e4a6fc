import { availableParallelism } from 'node:os';
import { type CogSpec, checkCogSpec } from './cog-spec.ts';
import { cogTags, type TileIndex } from './cog-tags.ts';
import { encodeTile } from './encode-tile.ts';
import { halveRaster, type Plane } from './halve-raster.ts';
import { directoryBytes, type TagEntry, writeDirectory } from './tag-entry.ts';

export type { CogBand, CogSpec } from './cog-spec.ts';

/** GDAL's structural metadata: the promises about layout that let a reader skip the tile index. */
const GHOST_PROMISES =
  'LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n' +
  'BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ';
const GHOST = `GDAL_STRUCTURAL_METADATA_SIZE=${String(GHOST_PROMISES.length).padStart(6, '0')} bytes\n${GHOST_PROMISES}`;
const LEADER_BYTES = 4;
const TRAILER_BYTES = 4;
const MAX_CLASSIC_BYTES = 2 ** 32 - 1;

interface Level {
  readonly width: number;
  readonly height: number;
  /** Compressed tiles, row-major, band after band. */
  readonly tiles: readonly Buffer[];
}

/**
 * A cloud-optimised GeoTIFF (OGC 21-026): header, ghost area, directories from full resolution to the coarsest
 * overview, then tiles from the coarsest overview to full resolution. Deflate with predictor, planar bands. Tiles
 * without any data are written like all others: sparse ones (offset 0) confuse too many readers.
 *
 * The same specification always gives the same bytes.
 */
export async function encodeCog(spec: CogSpec): Promise<Uint8Array> {
  const tileSize = spec.tileSize ?? 512;
  checkCogSpec(spec, tileSize);
  const levels = await encodeLevels(spec, tileSize);
  const bigTiff = spec.bigTiff ?? layOut(spec, levels, tileSize, false).size > MAX_CLASSIC_BYTES;
  const layout = layOut(spec, levels, tileSize, bigTiff);

  const file = new Uint8Array(layout.size);
  writeHeader(file, layout.directories[0]?.offset ?? 0, bigTiff);
  layout.directories.forEach(({ offset, entries }, i) => {
    writeDirectory(file, offset, entries, layout.directories[i + 1]?.offset ?? 0, bigTiff);
  });
  const view = new DataView(file.buffer);
  levels.forEach(({ tiles }, i) => {
    tiles.forEach((tile, t) => {
      const at = layout.tileIndexes[i]?.offsets[t] as number;
      view.setUint32(at - LEADER_BYTES, tile.length, true);
      file.set(tile, at);
      file.set(tile.subarray(-TRAILER_BYTES), at + tile.length);
    });
  });
  return file;
}

/** Halves the image until it fits into one tile. */
async function encodeLevels(spec: CogSpec, tileSize: number): Promise<Level[]> {
  const levels: Level[] = [];
  let planes: Plane[] = spec.bands.map(({ data }) => ({ width: spec.width, height: spec.height, data }));
  for (;;) {
    const { width, height } = planes[0] as Plane;
    levels.push({ width, height, tiles: await encodePlanes(planes, spec, tileSize) });
    if (Math.max(width, height) <= tileSize) return levels;
    planes = planes.map((plane) => halveRaster(plane, spec.dataType, spec.overviews, spec.nodata));
  }
}

/** Compresses on libuv's thread pool, a few tiles at a time, and keeps their order. */
async function encodePlanes(planes: readonly Plane[], spec: CogSpec, size: number): Promise<Buffer[]> {
  const places = planes.flatMap((plane) => {
    const list = [];
    for (let row = 0; row < plane.height; row += size) {
      for (let column = 0; column < plane.width; column += size) list.push({ plane, place: { column, row, size } });
    }
    return list;
  });
  const tiles: Buffer[] = new Array(places.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < places.length; i = next++) {
      const { plane, place } = places[i] as (typeof places)[number];
      tiles[i] = await encodeTile(plane, spec.dataType, place, spec.nodata ?? 0);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism() + 1, places.length) }, worker));
  return tiles;
}

interface Layout {
  readonly size: number;
  readonly directories: readonly { readonly offset: number; readonly entries: readonly TagEntry[] }[];
  readonly tileIndexes: readonly TileIndex[];
}

/** Where everything goes. A directory's size does not depend on the offsets in it, so that it can be asked first. */
function layOut(spec: CogSpec, levels: readonly Level[], tileSize: number, bigTiff: boolean): Layout {
  const tileIndexes = levels.map(({ tiles }) => ({
    offsets: new Float64Array(tiles.length),
    byteCounts: Float64Array.from(tiles, (tile) => tile.length),
  }));
  const entriesOf = (index: number): TagEntry[] => {
    const { width, height } = levels[index] as Level;
    return cogTags(spec, { index, width, height, tiles: tileIndexes[index] as TileIndex }, tileSize, bigTiff);
  };
  let at = (bigTiff ? 16 : 8) + GHOST.length;
  at += at & 1;
  const offsets = levels.map((_, index) => {
    const offset = at;
    at += directoryBytes(entriesOf(index), bigTiff);
    return offset;
  });
  for (let index = levels.length - 1; index >= 0; index--) {
    const tiles = tileIndexes[index] as TileIndex;
    for (let t = 0; t < tiles.offsets.length; t++) {
      tiles.offsets[t] = at + LEADER_BYTES;
      at += LEADER_BYTES + (tiles.byteCounts[t] as number) + TRAILER_BYTES;
    }
  }
  // A classic layout past 4 GiB is only asked for its size; its entries could not hold the offsets.
  const directories =
    at > MAX_CLASSIC_BYTES && !bigTiff ? [] : offsets.map((offset, i) => ({ offset, entries: entriesOf(i) }));
  return { size: at, directories, tileIndexes };
}

function writeHeader(file: Uint8Array, firstDirectory: number, bigTiff: boolean): void {
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49]); // II: little-endian
  view.setUint16(2, bigTiff ? 43 : 42, true);
  if (bigTiff) {
    view.setUint16(4, 8, true); // bytes of an offset
    view.setBigUint64(8, BigInt(firstDirectory), true);
  } else {
    view.setUint32(4, firstDirectory, true);
  }
  file.set(new TextEncoder().encode(GHOST), bigTiff ? 16 : 8);
}
