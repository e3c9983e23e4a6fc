import { stat } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';

/**
 * For `--out`: what is to become a folder may not exist yet, but may be nothing else.
 *
 * @param out the value of the option, where that is a file in the folder
 * @throws UsageError
 */
export async function requireFolder(path: string, out = path): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`--out ${out}: ${error.code === 'ENOTDIR' ? 'lies below a file' : error.message}.`);
  });
  if (!found || found.isDirectory()) return;
  throw new UsageError(`--out ${out}${out === path ? '' : `: ${path}`} is a file; a folder is needed.`);
}
