import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { productOfLocation } from '../../lib/pipeline/sources/scene-in-store.ts';
import { parseProductName } from '../../lib/sentinel1/product-name.ts';
import { isS3Location } from '../s3/s3-location.ts';
import { UsageError } from '../usage.error.ts';

/**
 * The scenes that are meant by what was given: a product stands for itself, a folder that is none for the products that
 * lie in it, in the order of their names.
 *
 * @throws UsageError for a folder without products
 */
export async function listScenes(locations: readonly string[]): Promise<string[]> {
  const scenes: string[] = [];
  for (const location of locations) scenes.push(...((await productsIn(location)) ?? [location]));
  return scenes;
}

/** Undefined for anything but a folder that is no product itself. */
async function productsIn(location: string): Promise<string[] | undefined> {
  if (isS3Location(location)) return undefined;
  const found = await stat(location).catch(() => undefined);
  if (!found?.isDirectory() || isNamedProduct(location.replace(/[/\\]+$/, ''))) return undefined;
  const entries = await readdir(location, { withFileTypes: true });
  if (entries.some(({ name }) => name === 'manifest.safe')) return undefined;
  const products = entries.filter((entry) => isNamedProduct(entry.name) && isProductEntry(entry));
  if (products.length > 0) return products.map(({ name }) => join(location, name)).sort();
  throw new UsageError(`--scene ${location}: the folder is no product, and none lies in it.`);
}

function isNamedProduct(path: string): boolean {
  return parseProductName(productOfLocation(path.replaceAll('\\', '/'))) !== undefined;
}

/** Folders, archives, and links to either; not the rasters that were named after products. */
function isProductEntry(entry: { name: string; isFile(): boolean }): boolean {
  return entry.name.endsWith('.zip') || !entry.isFile();
}
