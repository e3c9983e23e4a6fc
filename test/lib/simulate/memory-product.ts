import { type RangeSource, sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TileSet } from '../../../lib/raster/tile-set.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';

/** The files of a product that lies in memory below `folder`. */
export function productIn(files: ReadonlyMap<string, Uint8Array>, folder: string): SceneFiles {
  const prefix = `${folder}/`;
  return {
    name: folder,
    product: folder.replace(/^.*\//, '').replace(/\.SAFE$/, ''),
    list: async () =>
      [...files]
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, bytes]) => ({ path: path.slice(prefix.length), size: bytes.byteLength })),
    open: async (path) => sourceIn(files, prefix + path),
  };
}

export function tilesIn(files: ReadonlyMap<string, Uint8Array>, folder: string): TileSet {
  return { name: folder, open: async (tile) => sourceIn(files, `${folder}/${tile}.tif`) };
}

export function sourceIn(files: ReadonlyMap<string, Uint8Array>, path: string): RangeSource | undefined {
  const bytes = files.get(path);
  return bytes && sourceOfBytes(path, bytes);
}
