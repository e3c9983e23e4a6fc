import { createHash } from 'node:crypto';
import { type RangeSource, readAll } from '../../raster/range-source.ts';
import { RefusedTileError } from './refused-tile.error.ts';
import type { TileKind } from './tile-place.ts';

/** A file that is to become a tile of the store. */
export interface TileFile {
  readonly kind: TileKind;
  /** Below the folder of tiles, with slashes: says which tile it is. */
  readonly path: string;
  /** As the person who gave it knows it. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  open(): Promise<RangeSource & AsyncDisposable>;
}

const PIECE_BYTES = 2 ** 20;

/** Hexadecimal, as in the ETag of an object that was put in one piece. @throws RefusedTileError */
export function md5OfFile(file: TileFile): Promise<string> {
  return reading(file, async (source) => {
    const hash = createHash('md5');
    const buffer = new Uint8Array(Math.min(PIECE_BYTES, source.size));
    for (let offset = 0; offset < source.size; offset += PIECE_BYTES) {
      const piece = buffer.subarray(0, source.size - offset);
      if (source.readInto) await source.readInto(offset, piece);
      hash.update(source.readInto ? piece : await source.read(offset, piece.length));
    }
    return hash.digest('hex');
  });
}

/** @throws RefusedTileError */
export function bytesOfFile(file: TileFile): Promise<Uint8Array> {
  return reading(file, readAll);
}

/** What the disk refuses concerns this file alone. */
async function reading<T>(file: TileFile, read: (source: RangeSource) => Promise<T>): Promise<T> {
  try {
    await using source = await file.open();
    return await read(source);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RefusedTileError(`${file.name}: cannot be read. ${why}`, { cause: error });
  }
}
