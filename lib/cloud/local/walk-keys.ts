import { type Dirent, readdirSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { meansAbsent } from './file-fault.ts';
import { TEMP_SEGMENT } from './key-path.ts';

/**
 * Keys of all files below `folder`, as paths relative to it that start with `wanted`, in no particular order.
 * Symbolic links are followed, except to a folder that the walk is already inside of. A missing folder has no keys.
 */
export async function walkKeys(folder: string, wanted: string): Promise<string[]> {
  const keys: string[] = [];
  await walk(folder, '', wanted, new Set(), keys);
  return keys;
}

async function walk(folder: string, below: string, wanted: string, inside: Set<string>, keys: string[]): Promise<void> {
  for (const entry of entriesOf(folder)) {
    if (below === '' && entry.name === TEMP_SEGMENT) continue;
    const key = `${below}${entry.name}`;
    // Only what can still lead to a wanted key: its ancestors and its descendants.
    if (!wanted.startsWith(`${key}/`) && !key.startsWith(wanted) && !`${key}/`.startsWith(wanted)) continue;
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(path).catch(undefinedIfAbsent) : entry;
    if (kind?.isFile() === true && key.startsWith(wanted)) keys.push(key);
    if (kind?.isDirectory() !== true) continue;
    if (!entry.isSymbolicLink()) {
      await walk(path, `${key}/`, wanted, inside, keys);
      continue;
    }
    const target = await realpath(path);
    if (inside.has(target) || (await realpath(folder)).startsWith(`${target}/`)) continue;
    inside.add(target);
    await walk(path, `${key}/`, wanted, inside, keys);
    inside.delete(target);
  }
}

/** At once: a list is mostly of a few small folders, and a turn of the event loop costs more than one of them. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (meansAbsent(error)) return [];
    throw error;
  }
}

function undefinedIfAbsent(error: unknown): undefined {
  if (meansAbsent(error)) return undefined;
  throw error;
}
