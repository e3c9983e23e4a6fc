import type { LocalObjectStore } from '../../lib/cloud/local/local-object-store.ts';
import type { FileSink } from '../../lib/simulate/file-sink.ts';

/** Lets the simulator write into the object store; large files appear whole when they are closed. */
export function storeSink(store: LocalObjectStore): FileSink {
  return {
    write: async (path, bytes) => {
      await store.put(path, bytes);
    },
    stream: async (path) => {
      const writer = await store.streamInto(path);
      return {
        append: (bytes) => writer.append(bytes),
        close: async () => {
          await writer.commit();
        },
      };
    },
  };
}
