import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** Somebody who took our part for a dead one's may have removed it: in another container the same ids mean other processes. */
const TRIES = 3;

/** Parts that this process is writing. */
const parts = new Set<string>();

/**
 * Writes a file that appears under its name only when it is whole, replacing another; folders are made.
 *
 * Until then it is `<file>.<process id>-<random>.part`, which no other process writes. An exit in the middle removes it;
 * what a kill leaves, the next one who writes the file removes.
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  await removeDeadParts(path);
  for (let tries = 1; ; tries++) {
    const part = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.part`;
    if (parts.size === 0) process.on('exit', removeParts);
    parts.add(part);
    try {
      await writeFile(part, bytes, { flag: 'wx' });
      await rename(part, path);
      return;
    } catch (error) {
      await rm(part, { force: true });
      const removed = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!removed || tries >= TRIES) throw error;
    } finally {
      parts.delete(part);
      if (parts.size === 0) process.off('exit', removeParts);
    }
  }
}

function removeParts(): void {
  for (const part of parts) rmSync(part, { force: true });
}

async function removeDeadParts(path: string): Promise<void> {
  const start = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(start)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{8}\.part$/.exec(name.slice(start.length)) ?? [];
    const part = join(dirname(path), name);
    if (pid !== undefined && !parts.has(part) && !isOther(Number(pid))) await rm(part, { force: true });
  }
}

/** Whether there is such a process, and it is not this one: in a container that was started again both have the same id. */
function isOther(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
