import { open } from 'node:fs/promises';
import { type RangeSource, TruncatedSourceError } from '../../lib/raster/range-source.ts';

/** A file on this machine, read by ranges. The caller closes it. */
export async function openFileSource(path: string): Promise<RangeSource & AsyncDisposable> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  const readInto = async (offset: number, target: Uint8Array) => {
    const { length } = target;
    const { bytesRead } = await file.read(target, 0, length, offset);
    if (bytesRead !== length) throw new TruncatedSourceError({ name: path, size }, offset, length);
  };
  return {
    name: path,
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(length);
      await readInto(offset, bytes);
      return bytes;
    },
    readInto,
    [Symbol.asyncDispose]: () => file.close(),
  };
}
