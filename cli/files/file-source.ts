import { open } from 'node:fs/promises';
import { type RangeSource, TruncatedSourceError } from '../../lib/raster/range-source.ts';

/** A file on this machine, read by ranges. The caller closes it. */
export async function openFileSource(path: string): Promise<RangeSource & AsyncDisposable> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return {
    name: path,
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      if (bytesRead !== length) throw new TruncatedSourceError({ name: path, size }, offset, length);
      return bytes;
    },
    [Symbol.asyncDispose]: () => file.close(),
  };
}
