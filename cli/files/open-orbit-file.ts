import type { RangeSource } from '../../lib/raster/range-source.ts';
import { openFileSource } from './file-source.ts';
import { requireOrbitFile } from './require-orbit-file.ts';

/** The file of `--orbit`. @throws UsageError if it is no file */
export async function openOrbitFile(path: string): Promise<RangeSource & AsyncDisposable> {
  await requireOrbitFile(path);
  return openFileSource(path);
}
