import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { zipSceneFiles } from '../../lib/sentinel1/zip-scene-files.ts';
import { UsageError } from '../usage.error.ts';
import { openFileSource } from './file-source.ts';
import { productPath } from './product-path.ts';
import { requireArchive } from './require-archive.ts';

/**
 * A product on this machine: a SAFE folder (or one in the layout of the public bucket), its `manifest.safe`, or a zip of it.
 *
 * @throws UsageError for anything else, InputError('invalid-archive') for a zip that is damaged
 */
export async function localSceneFiles(location: string): Promise<SceneFiles & AsyncDisposable> {
  const path = productPath(location);
  const kind = await stat(path).catch(() => undefined);
  if (!kind) {
    throw new UsageError(`${location}: there is no such file or folder. Give the path of a Sentinel-1 product.`);
  }
  if (!kind.isDirectory()) await requireArchive(path, location);
  const opened: AsyncDisposable[] = [];
  const openSource = async (file: string) => {
    const source = await openFileSource(file);
    opened.push(source);
    return source;
  };
  const files = kind.isDirectory()
    ? folderFiles(resolve(path), openSource)
    : await zipSceneFiles(await openSource(path));
  return {
    name: files.name,
    product: files.product,
    list: () => files.list(),
    open: (inner) => files.open(inner),
    [Symbol.asyncDispose]: async () => {
      for (const source of opened) await source[Symbol.asyncDispose]();
    },
  };
}

function folderFiles(folder: string, openSource: (file: string) => ReturnType<typeof openFileSource>): SceneFiles {
  return {
    name: folder,
    product: basename(folder).replace(/\.SAFE$/, ''),
    list: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(
        files.map(async (file) => ({
          path: relative(folder, file).split(sep).join('/'),
          size: (await stat(file)).size,
        })),
      );
    },
    open: async (path) => {
      const file = join(folder, path);
      const found = await stat(file).catch(() => undefined);
      return found?.isFile() ? openSource(file) : undefined;
    },
  };
}
