import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileSink } from '../../lib/simulate/file-sink.ts';

/** Simulated files below a folder. A file appears under its name only when it is whole. */
export function folderSink(folder: string): FileSink {
  const prepare = async (path: string): Promise<{ target: string; partial: string }> => {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    return { target, partial: `${target}.part` };
  };
  return {
    write: async (path, bytes) => {
      const { target, partial } = await prepare(path);
      await writeFile(partial, bytes);
      await rename(partial, target);
    },
    stream: async (path) => {
      const { target, partial } = await prepare(path);
      const file = await open(partial, 'w');
      return {
        append: async (bytes) => {
          await file.writeFile(bytes);
        },
        close: async () => {
          await file.close();
          await rename(partial, target);
        },
      };
    },
  };
}
