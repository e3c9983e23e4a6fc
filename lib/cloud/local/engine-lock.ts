import { constants, copyFile, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineLockedError } from './engine-locked.error.ts';
import { fileFault, meansNoHardLinks } from './file-fault.ts';
import { isAlive, thisProcess } from './process-identity.ts';

const holderSchema = z.strictObject({ token: z.uuid(), pid: z.int().positive(), started: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** A lock file that is no lock, as after a power cut: nobody holds it. */
const NOBODY: Holder = { token: '00000000-0000-0000-0000-000000000000', pid: 2 ** 31 - 1, started: 'never' };

/**
 * One process per engine folder. The file `lock` names its process; that of a killed one is taken over.
 *
 * Exactly one process can succeed a dead holder T, because succession starts by linking the exclusive file `lock.after-T`.
 * The successor then replaces `lock` and only afterwards removes `lock.after-T`. So whoever links that file and still finds T
 * in `lock` is the first; whoever does not is late and steps back. A successor that dies on the way is itself succeeded.
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
    const token = crypto.randomUUID();
    // Linked into place, so that nobody ever reads a lock that is half written.
    const mine = `${path}.of-${token}`;
    await writeFile(mine, JSON.stringify({ token, ...thisProcess() } satisfies Holder));
    try {
      while (!(await linked(mine, path)) && !(await succeed(mine, path, folder)));
    } finally {
      await rm(mine, { force: true });
    }
    return new EngineLock(path);
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** True if the dead holder has been succeeded; false if somebody else moved meanwhile and all has to be looked at again. */
async function succeed(mine: string, path: string, folder: string): Promise<boolean> {
  const first = await holderOf(path);
  if (first === undefined) return false;
  let last = first;
  const successions: string[] = [];
  for (let next: Holder | undefined = first; next !== undefined; next = await holderOf(successions.at(-1) ?? '')) {
    last = next;
    successions.push(`${path}.after-${last.token}`);
  }
  if (isAlive(last)) throw new EngineLockedError(folder, last.pid);
  const succession = successions.at(-1) ?? '';
  if (!(await linked(mine, succession))) return false;
  if ((await holderOf(path))?.token !== first.token) {
    await rm(succession, { force: true });
    return false;
  }
  await rename(mine, path);
  for (const done of successions) await rm(done, { force: true });
  return true;
}

async function linked(mine: string, path: string): Promise<boolean> {
  try {
    await link(mine, path).catch((error: unknown) => {
      if (!meansNoHardLinks(error)) throw error;
      // Exclusive all the same, but for a moment others can see it empty.
      return copyFile(mine, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (fileFault(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined if the file does not exist. */
async function holderOf(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (fileFault(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return NOBODY;
  }
}
