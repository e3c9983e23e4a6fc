import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TileSet } from '../../lib/raster/tile-set.ts';
import { UsageError } from '../usage.error.ts';
import { openFileSource } from './file-source.ts';

/**
 * Tiles that lie in a folder; every tile is opened once and stays open until the set is disposed of.
 *
 * @param option names the folder in messages
 * @param namesOf file names that a tile may have, the first one found counts
 * @throws UsageError if it is no folder
 */
export async function folderTiles(
  option: string,
  folder: string,
  namesOf: (tile: string) => readonly string[] = (tile) => [`${tile}.tif`],
): Promise<TileSet & AsyncDisposable> {
  await requireTileFolder(option, folder);
  const opened = new Map<string, ReturnType<typeof openFirst>>();
  return {
    name: folder,
    open: (tile) => {
      const known = opened.get(tile) ?? openFirst(namesOf(tile).map((name) => join(folder, name)));
      opened.set(tile, known);
      return known;
    },
    [Symbol.asyncDispose]: async () => {
      for (const source of opened.values()) await (await source.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}

/** @throws UsageError if it is no folder */
export async function requireTileFolder(option: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UsageError(`${option} ${folder}: there is no such file or folder.`);
  if (!found.isDirectory()) throw new UsageError(`${option} ${folder} is a file; a folder is needed.`);
}

async function openFirst(paths: readonly string[]) {
  for (const path of paths) {
    const source = await openFileSource(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (source) return source;
  }
  return undefined;
}
