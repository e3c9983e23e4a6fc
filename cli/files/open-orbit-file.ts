import { stat } from 'node:fs/promises';
import type { RangeSource } from '../../lib/raster/range-source.ts';
import { UsageError } from '../usage.error.ts';
import { openFileSource } from './file-source.ts';

/** The file of `--orbit`. @throws UsageError if there is none */
export async function openOrbitFile(path: string): Promise<RangeSource & AsyncDisposable> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new UsageError(`--orbit ${path}: there is no such file. Give a precise-orbit file (.EOF).`);
  return openFileSource(path);
}
