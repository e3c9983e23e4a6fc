import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineLockedError } from './engine-locked.error.ts';
import { fileFault } from './file-fault.ts';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.ts';

const identitySchema = z.strictObject({ pid: z.int().positive(), started: z.string() });

/**
 * One process per engine folder. The lock is a file that names its process; that of a process which was killed is taken over.
 */
export class EngineLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** @throws EngineLockedError if a living process, this one included, holds it */
  static async take(folder: string): Promise<EngineLock> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, 'lock');
    const mine = `${path}.${process.pid}.${crypto.randomUUID()}`;
    // Linked into place, so that nobody ever reads a lock that is half written.
    await writeFile(mine, JSON.stringify(thisProcess()));
    try {
      while (!(await linked(mine, path))) {
        const holder = await readHolder(path);
        if (holder === undefined) continue;
        if (holder !== 'unreadable' && isAlive(holder)) throw new EngineLockedError(folder, holder.pid);
        await removeStale(folder, path);
      }
    } finally {
      await rm(mine, { force: true });
    }
    return new EngineLock(path);
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

async function linked(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path);
    return true;
  } catch (error) {
    if (fileFault(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined if the lock has just been released. */
async function readHolder(path: string): Promise<ProcessIdentity | 'unreadable' | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (fileFault(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return identitySchema.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

/** Two processes may find the same stale lock: whoever moves away a fresh one by mistake puts it back. */
async function removeStale(folder: string, path: string): Promise<void> {
  const aside = `${path}.${process.pid}.${crypto.randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (fileFault(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (typeof moved === 'object' && isAlive(moved)) {
    await linked(aside, path);
    await rm(aside, { force: true });
    throw new EngineLockedError(folder, moved.pid);
  }
  await rm(aside, { force: true });
}
