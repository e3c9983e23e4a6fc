import type { FileSink } from './file-sink.ts';

/** Keeps small simulated files in memory, each at its path: for tests and experiments. */
export function memorySink(files: Map<string, Uint8Array>): FileSink {
  return {
    write: async (path, bytes) => {
      files.set(path, bytes.slice());
    },
    stream: async (path) => {
      const parts: Uint8Array[] = [];
      return {
        append: async (bytes) => {
          parts.push(bytes.slice());
        },
        close: async () => {
          files.set(path, Buffer.concat(parts));
        },
      };
    },
  };
}
