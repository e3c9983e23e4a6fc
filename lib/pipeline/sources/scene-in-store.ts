import type { ObjectStore } from '../../cloud/object-store.ts';
import { InputError } from '../../errors/input.error.ts';
import { chunkedSource } from '../../raster/chunked-source.ts';
import type { RangeSource } from '../../raster/range-source.ts';
import type { SceneFiles } from '../../sentinel1/scene-files.ts';
import { zipSceneFiles } from '../../sentinel1/zip-scene-files.ts';
import { objectSource, openObject } from './object-source.ts';

/** A product has about 30. */
const MAX_FILES = 1000;

/** Product name of a location: its last path segment without `.SAFE`, `.zip` or, as some archives name them, `.SAFE.zip`. */
export function productOfLocation(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1).replace(/(\.SAFE)?(\.zip)?$/i, '');
}

/**
 * The files of a scene at a location: below a key prefix (SAFE folder or the public bucket's layout) or inside a zip.
 *
 * @throws InputError `incomplete` for a zip that is not there, `invalid-archive` for one that cannot be read,
 *   `invalid-message` for a prefix of far more than one product, which is not listed to its end
 */
export async function sceneInStore(store: ObjectStore, location: string): Promise<SceneFiles> {
  if (location.endsWith('.zip')) {
    const source = await openObject(store, location);
    if (source) return requireNamedProduct(await zipSceneFiles(inLargeReads(store, source)), location);
    throw new InputError('incomplete', `${store.bucket}/${location}`, 'there is no such file', 'Check the key.');
  }
  return filesBelow(store, location);
}

/** The ledger knows a scene by its location alone: an archive of another product would be written into the wrong record. */
function requireNamedProduct(files: SceneFiles, location: string): SceneFiles {
  const product = productOfLocation(location);
  if (files.product === product) return files;
  throw new InputError(
    'invalid-archive',
    files.name,
    `the archive holds ${files.product}, its name says ${product}`,
    'Name the archive after the product that it holds.',
  );
}

/** Images and archives are read in many small pieces, which a store across a network would make slow. */
function inLargeReads({ leastReadBytes }: ObjectStore, source: RangeSource): RangeSource {
  return leastReadBytes === undefined ? source : chunkedSource(source, { chunkBytes: leastReadBytes });
}

async function filesBelow(store: ObjectStore, location: string): Promise<SceneFiles> {
  const prefix = `${location}/`;
  const sizes = new Map<string, number>();
  for await (const object of store.list(prefix)) {
    sizes.set(object.key.slice(prefix.length), object.size);
    if (sizes.size > MAX_FILES) {
      const what = `more than ${MAX_FILES} objects lie below it, and a product has about 30`;
      throw new InputError('invalid-message', `${store.bucket}/${prefix}`, what, 'Name the folder of one product.');
    }
  }
  return {
    name: `${store.bucket}/${location}`,
    product: productOfLocation(location),
    list: async () => [...sizes].map(([path, size]) => ({ path, size })),
    open: async (path) => {
      const size = sizes.get(path);
      return size === undefined ? undefined : inLargeReads(store, objectSource(store, prefix + path, size));
    },
  };
}
