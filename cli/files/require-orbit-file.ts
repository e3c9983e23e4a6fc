import { stat } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';

/** For `--orbit`. @throws UsageError if it is no file */
export async function requireOrbitFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`--orbit ${path} is a folder; a file is needed.`);
  if (!found?.isFile()) {
    throw new UsageError(`--orbit ${path}: there is no such file. Give a precise-orbit file (.EOF).`);
  }
}
