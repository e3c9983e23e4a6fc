import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Paths of all files below a folder, relative to it, in order; none if the folder is absent. */
export function filesBelow(folder: string): string[] {
  const isThere = statSync(folder, { throwIfNoEntry: false });
  const entries = isThere ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [];
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name))).sort();
}

export function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** What is published: live items, their files and the statistics. Nothing of the run may show in it. */
export function productDigests(demoFolder: string): Record<string, string> {
  return digestsOf(demoFolder, ['store/collections', 'store/statistics']);
}

function digestsOf(root: string, folders: readonly string[]): Record<string, string> {
  const paths = folders.flatMap((folder) => filesBelow(join(root, folder)).map((path) => join(folder, path)));
  return Object.fromEntries(paths.map((path) => [path, sha256(join(root, path))]));
}

/** Bytes and time of writing of each file: differs as soon as one was written again, even with the same bytes. */
export function writeStamps(root: string, folders: readonly string[]): Record<string, string> {
  const digests = Object.entries(digestsOf(root, folders));
  return Object.fromEntries(
    digests.map(([path, digest]) => [path, `${digest} ${statSync(join(root, path), { bigint: true }).mtimeNs}`]),
  );
}
