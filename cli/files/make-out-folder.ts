import { access, constants } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Makes the folder that results go into, before any work is done for them.
 *
 * @param out the value of `--out`, for the message
 * @throws UsageError if it cannot be made, or nothing can be written into it
 */
export async function makeOutFolder(folder: string, out: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new UsageError(`--out ${out}: nothing can be written into the folder ${folder}${why}. Name another place.`, {
      cause: error,
    });
  }
}
