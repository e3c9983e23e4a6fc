import type { ObjectStore } from '../../cloud/object-store.ts';
import { InputError } from '../../errors/input.error.ts';
import type { SceneFiles } from '../../sentinel1/scene-files.ts';
import { zipSceneFiles } from '../../sentinel1/zip-scene-files.ts';
import { objectSource, openObject } from './object-source.ts';

/** Product name of a location: its last path segment without `.SAFE` or `.zip`. */
export function productOfLocation(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1).replace(/\.(SAFE|zip)$/i, '');
}

/**
 * The files of a scene at a location: below a key prefix (SAFE folder or the public bucket's layout) or inside a zip.
 *
 * @throws InputError `incomplete` for a zip that is not there, `invalid-archive` for one that cannot be read
 */
export async function sceneInStore(store: ObjectStore, location: string): Promise<SceneFiles> {
  if (location.endsWith('.zip')) {
    const source = await openObject(store, location);
    if (source) return zipSceneFiles(source);
    throw new InputError('incomplete', `${store.bucket}/${location}`, 'there is no such file', 'Check the key.');
  }
  return filesBelow(store, location);
}

async function filesBelow(store: ObjectStore, location: string): Promise<SceneFiles> {
  const prefix = `${location}/`;
  const sizes = new Map<string, number>();
  for await (const object of store.list(prefix)) sizes.set(object.key.slice(prefix.length), object.size);
  return {
    name: `${store.bucket}/${location}`,
    product: productOfLocation(location),
    list: async () => [...sizes].map(([path, size]) => ({ path, size })),
    open: async (path) => {
      const size = sizes.get(path);
      return size === undefined ? undefined : objectSource(store, prefix + path, size);
    },
  };
}
