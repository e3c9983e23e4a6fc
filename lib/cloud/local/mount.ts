import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkKey, keyFault, TEMP_SEGMENT } from './key-path.ts';

/** A folder or a single file from elsewhere that appears in a store: a user's land cover, a scene, a tile. */
export interface Mount {
  /** Of a folder: a key prefix that ends in `/`. Of a file: the whole key. */
  readonly prefix: string;
  /** Of the folder or file, absolute or relative to the working directory. */
  readonly path: string;
  /** Puts below the prefix throw. A single file can only be read. */
  readonly readOnly: boolean;
}

/** Where a store finds the keys that start with `prefix`. */
export interface Volume {
  /** '' for the root, else as in {@link Mount}. */
  readonly prefix: string;
  readonly path: string;
  readonly isFile: boolean;
  readonly readOnly: boolean;
  /** On the same file system as the volume. */
  readonly tempFolder: string;
}

export function rootVolume(root: string): Volume {
  const path = resolve(root);
  return { prefix: '', path, isFile: false, readOnly: false, tempFolder: join(path, TEMP_SEGMENT) };
}

/** @throws Error in one sentence if the path does not exist or does not fit the prefix */
export function openMount(mount: Mount): Volume {
  const path = resolve(mount.path);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new Error(`${mount.path}: there is no such file or folder to appear as ${mount.prefix}`);
  const isFile = stats.isFile();
  if (!isFile && !mount.prefix.endsWith('/')) {
    throw new Error(`${mount.path}: a folder appears under a prefix that ends in /, not as ${mount.prefix}`);
  }
  if (isFile && !mount.readOnly) throw new Error(`${mount.path}: a single file can only be mounted for reading`);
  checkKey(isFile ? mount.prefix : mount.prefix.slice(0, -1));
  return { prefix: mount.prefix, path, isFile, readOnly: mount.readOnly, tempFolder: join(path, TEMP_SEGMENT) };
}

/** The volume that holds the key: of several, the one with the longest prefix. */
export function volumeOf(volumes: readonly Volume[], key: string): Volume | undefined {
  let best: Volume | undefined;
  for (const volume of volumes) {
    const holds = volume.isFile ? key === volume.prefix : key.startsWith(volume.prefix);
    if (holds && (best === undefined || volume.prefix.length > best.prefix.length)) best = volume;
  }
  return best;
}

/** Path of the key's file within its volume; undefined where no file can lie at that key. */
export function pathIn(volume: Volume, key: string): string | undefined {
  if (keyFault(key) !== undefined) return undefined;
  if (volume.isFile) return volume.path;
  const below = key.slice(volume.prefix.length);
  return keyFault(below) === undefined ? join(volume.path, below) : undefined;
}
