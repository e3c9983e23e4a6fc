import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder with those above it. Not by `mkdir` with `recursive`: where the system refuses a folder with ENOENT, as
 * below `/proc`, that never returns (Node 24).
 *
 * @throws the system's error, with its `code`
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  const above = dirname(path);
  if (above !== path) await makeFolder(above);
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process may have been faster.
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw error;
  });
}
