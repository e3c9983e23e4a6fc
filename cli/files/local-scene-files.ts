import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { SceneFiles } from '../../lib/sentinel1/scene-files.ts';
import { zipSceneFiles } from '../../lib/sentinel1/zip-scene-files.ts';
import { UsageError } from '../usage.error.ts';
import { openFileSource } from './file-source.ts';

/** A product on this machine: a SAFE folder (or one in the layout of the public bucket) or a zip of it. */
export async function localSceneFiles(path: string): Promise<SceneFiles & AsyncDisposable> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new UsageError(`${path}: there is no such file or folder. Give the path of a Sentinel-1 product.`);
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
