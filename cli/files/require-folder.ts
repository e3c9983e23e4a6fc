import { stat } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';

/** For `--out`: what is to become a folder may not exist yet, but may be nothing else. */
export async function requireFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`--out ${path}: ${error.code === 'ENOTDIR' ? 'lies below a file' : error.message}.`);
  });
  if (found && !found.isDirectory()) throw new UsageError(`--out ${path} is a file; a folder is needed.`);
}
