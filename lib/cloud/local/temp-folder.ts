import { linkSync, mkdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileFault, meansNoHardLinks } from './file-fault.ts';
import { isAlive, thisProcess } from './process-identity.ts';

/**
 * Where files are written before they appear under their name, on the same volume, so that appearing is one rename.
 * Names carry the writing process, so that opening a folder clears what a killed process left and nothing else.
 */
export class TempFolder {
  readonly #folder: string;
  readonly #writer: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
    const { pid, started } = thisProcess();
    // Several folders of one process may share a directory, hence the random part.
    this.#writer = `${pid}~${encodeURIComponent(started)}~${crypto.randomUUID().slice(0, 8)}`;
  }

  /** Removes what processes that no longer run have left behind. */
  async clean(): Promise<void> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (fileFault(error) === 'ENOENT') return [];
      throw error;
    });
    for (const name of names) {
      const [pid = '', started = ''] = name.split('~');
      if (!isAlive({ pid: Number(pid), started: decodeURIComponent(started) })) {
        await rm(join(this.#folder, name), { force: true });
      }
    }
  }

  /** The path of a file that does not exist yet. */
  async next(): Promise<string> {
    if (this.#count === 0) await mkdir(this.#folder, { recursive: true });
    this.#count += 1;
    return join(this.#folder, `${this.#writer}~${this.#count}`);
  }

  /** Makes `temp` appear at `path`, replacing what is there. */
  publish(temp: string, path: string): void {
    inFolder(path, () => renameSync(temp, path));
  }

  /** Makes `temp` appear at `path` unless something is there: one atomic step, also between processes. */
  publishNew(temp: string, path: string): boolean {
    try {
      inFolder(path, () => linkSync(temp, path));
    } catch (error) {
      if (fileFault(error) === 'EEXIST') return false;
      if (!meansNoHardLinks(error)) throw error;
      // Atomic within this process only, by the caller's mutex.
      if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false;
      renameSync(temp, path);
      return true;
    }
    unlinkSync(temp);
    return true;
  }
}

/** Makes the path's folder only where it turns out to be missing: mostly it is there. */
function inFolder(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (fileFault(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true });
    action();
  }
}
