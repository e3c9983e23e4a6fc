import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';

/** Every file of a product in memory, with its path. */
export async function contentsOf(product: SceneFiles): Promise<[path: string, bytes: Uint8Array][]> {
  const contents: [string, Uint8Array][] = [];
  for (const { path, size } of await product.list()) {
    const source = await product.open(path);
    if (source) contents.push([path, await source.read(0, size)]);
  }
  return contents;
}

/** Puts a product in memory on the disk. @returns its folder, `<folder>/<product>.SAFE` */
export async function writeProduct(folder: string, product: SceneFiles): Promise<string> {
  const root = join(folder, `${product.product}.SAFE`);
  for (const [path, bytes] of await contentsOf(product)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
  return root;
}

/** Tiles by name as `<folder>/<tile>.tif`. */
export async function writeTiles(folder: string, tiles: Readonly<Record<string, Uint8Array>>): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [tile, bytes] of Object.entries(tiles)) await writeFile(join(folder, `${tile}.tif`), bytes);
  return folder;
}
