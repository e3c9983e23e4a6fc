import { createHash } from 'node:crypto';
import type { RangeSource } from '../raster/range-source.ts';

/** Which content a file had when it was used, without reading all of it. */
export interface ContentIdentity {
  /** Path below the scene, tile name with date …: relative, so that the same input elsewhere has the same identity. */
  readonly path: string;
  readonly sha256: string;
}

/** TIFF directories and the tables of tile sizes stand here: other content means other tile sizes. */
const HEADER_BYTES = 65_536;

/** SHA-256 of a tile's first 64 KiB and of its length (8 bytes, little-endian). */
export async function tileIdentity(path: string, source: RangeSource): Promise<ContentIdentity> {
  const header = await source.read(0, Math.min(source.size, HEADER_BYTES));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(source.size), true);
  return { path, sha256: createHash('sha256').update(header).update(new Uint8Array(length.buffer)).digest('hex') };
}

/** `file:checksum` of the STAC file extension: multihash in hexadecimal, 0x12 = SHA2-256, 0x20 = 32 bytes. */
export function multihashOf(bytes: Uint8Array): string {
  return `1220${createHash('sha256').update(bytes).digest('hex')}`;
}
