import { join } from 'node:path';
import type { Mount } from '../../lib/cloud/local/mount.ts';
import { LOCAL_BUCKET } from './open-local-system.ts';

/**
 * Rewrites messages of the pipeline, which name objects of the store, for a person who gave folders: each name becomes
 * the path of the file that it stands for.
 *
 * @param folder holds `store/`
 */
export function showOwnPaths(mounts: readonly Mount[], folder: string): (message: string) => string {
  const places = [
    ...mounts.map(({ prefix, path }) => [`${LOCAL_BUCKET}/${prefix.replace(/\/$/, '')}`, path] as const),
    [LOCAL_BUCKET, join(folder, 'store')] as const,
  ];
  return (message) => places.reduce((text, [name, path]) => replaceName(text, name, path), message);
}

/** Whole path segments only: `dem` must not match in `dem-2`. */
function replaceName(text: string, name: string, path: string): string {
  return text
    .split(name)
    .reduce((done, rest) => (/^[\w-]/.test(rest) ? `${done}${name}${rest}` : `${done}${path}${rest}`));
}
