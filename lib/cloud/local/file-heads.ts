import { createHash } from 'node:crypto';
import { type BigIntStats, fstatSync, readFileSync, statSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ListedObject, ObjectHead } from '../object-store.ts';
import { readFullySync } from './read-range-sync.ts';

/**
 * Up to this size the ETag is the MD5 of the content, as in S3, and equal for equal files anywhere: all documents have it.
 * Tiles and images are not read through for an ETag that nobody compares.
 */
export const MD5_ETAG_MAX_BYTES = 1024 * 1024;

export function md5Etag(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

interface Remembered {
  readonly version: string;
  readonly head: ObjectHead;
}

/**
 * Size and ETag of files. The MD5 of a file is computed once and remembered for as long as size, times and inode stay.
 * Larger files (whole measurements) get an ETag of size and modification time, which is stable for a file that stays where
 * it is, but not across copies.
 */
export class FileHeads {
  readonly #remembered = new Map<string, Remembered>();

  /** Undefined if it is no regular file. The head belongs to the open `file`, whatever replaces it meanwhile. */
  headOf(path: string, file: number): ObjectHead | undefined {
    const stats = fstatSync(file, { bigint: true });
    if (!stats.isFile()) return undefined;
    const version = versionOf(stats);
    const known = this.#remembered.get(path);
    if (known?.version === version) return known.head;
    const size = Number(stats.size);
    const etag = size <= MD5_ETAG_MAX_BYTES ? md5Etag(readFullySync(file, size, 0)) : timeEtag(stats);
    const head: ObjectHead = { size, etag };
    this.#remembered.set(path, { version, head });
    return head;
  }

  /**
   * As {@link headOf}, for lists, of which mostly the keys and sizes are wanted: the ETag is found when it is asked for.
   * Undefined for what is no regular file, or gone.
   */
  listed(key: string, path: string): ListedObject | undefined {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    const size = Number(stats.size);
    const etag = () => {
      const known = this.#remembered.get(path);
      if (known?.version === versionOf(stats)) return known.head.etag;
      return size <= MD5_ETAG_MAX_BYTES ? this.remember(path, readFileSync(path), stats).etag : timeEtag(stats);
    };
    return {
      key,
      size,
      modified: stats.mtime,
      get etag() {
        return etag();
      },
    };
  }

  /** For a file whose bytes are in memory anyway: spares reading them back. `stats` are of the file just written. */
  remember(path: string, bytes: Uint8Array, stats: BigIntStats): ObjectHead {
    const size = bytes.byteLength;
    const head = { size, etag: size <= MD5_ETAG_MAX_BYTES ? md5Etag(bytes) : timeEtag(stats) };
    this.#remembered.set(path, { version: versionOf(stats), head });
    return head;
  }
}

/** The first `size` bytes; fewer only if the file ends before. Leaves the handle's position alone. */
export async function readFully(handle: FileHandle, size: number, from = 0): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  const filled = await readFullyInto(handle, bytes, from);
  return filled === size ? bytes : bytes.subarray(0, filled);
}

/** Fills the target from byte `from` on. @returns bytes read, fewer than asked for only if the file ends before */
export async function readFullyInto(handle: FileHandle, target: Uint8Array, from: number): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const { bytesRead } = await handle.read(target, filled, target.length - filled, from + filled);
    if (bytesRead === 0) return filled;
    filled += bytesRead;
  }
  return filled;
}

function versionOf(stats: BigIntStats): string {
  return `${stats.size}:${stats.mtimeNs}:${stats.ino}`;
}

function timeEtag(stats: BigIntStats): string {
  return `"${stats.size.toString(16)}-${stats.mtimeNs.toString(16)}"`;
}
