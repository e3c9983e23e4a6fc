import { type BigIntStats, closeSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';

/** Writes a file that must not exist. @returns its stats: times and inode stay with it when it is renamed */
export async function writeNew(path: string, bytes: Uint8Array): Promise<BigIntStats> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes);
    return await handle.stat({ bigint: true });
  } finally {
    await handle.close();
  }
}

/** {@link writeNew} for a few bytes, without leaving the event loop. */
export function writeNewSync(path: string, bytes: Uint8Array): BigIntStats {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, bytes);
    return fstatSync(file, { bigint: true });
  } finally {
    closeSync(file);
  }
}
