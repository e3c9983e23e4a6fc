import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TileFile } from '../../lib/pipeline/operations/tile-file.ts';
import { TILE_KINDS, TILE_NAMES, type TileKind } from '../../lib/pipeline/operations/tile-place.ts';
import { UsageError } from '../usage.error.ts';
import { openFileSource } from './file-source.ts';

/**
 * The tiles below a folder that is laid out as the store: `landcover/`, `dem/`, `ndvi/filled/` and `ndvi/s3/`. Whatever else
 * lies there (scenes, products of a demo) is passed over, and so are files that are no GeoTIFF by their name.
 *
 * @throws UsageError if there is none
 */
export async function listTileFiles(folder: string): Promise<TileFile[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) throw new UsageError(`${folder}: there is no such file or folder.`);
  if (!found.isDirectory()) throw new UsageError(`${folder} is a file; a folder is needed.`);
  const files: TileFile[] = [];
  for (const kind of TILE_KINDS) await collect(folder, kind, kind, files);
  if (files.length > 0) return files;
  const layout = Object.values(TILE_NAMES).join('; ');
  throw new UsageError(`${folder} holds no tiles. They lie as in the store: ${layout}.`);
}

async function collect(folder: string, kind: TileKind, below: string, files: TileFile[]): Promise<void> {
  const names = await readdir(join(folder, below)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && below === kind) return [];
    throw new UsageError(`${join(folder, below)} cannot be read (${error.code}).`, { cause: error });
  });
  for (const name of names.sort()) {
    if (name.startsWith('.')) continue;
    const path = `${below}/${name}`;
    const location = join(folder, path);
    // Not the entry's own type: a link counts as what it leads to.
    const target = await stat(location).catch(() => undefined);
    if (target?.isDirectory()) await collect(folder, kind, path, files);
    else if (/\.tiff?$/i.test(name)) {
      files.push({ kind, path, name: location, size: target?.size ?? 0, open: () => openFileSource(location) });
    }
  }
}
