import { open, stat } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';

/**
 * For what is given as a product and is no folder. What is named `.zip` passes: that it is damaged is for its reader to say.
 *
 * @param name how messages name it
 * @throws UsageError if it is not even the beginning of a zip archive
 */
export async function requireArchive(path: string, name: string): Promise<void> {
  if ((await stat(path)).isFile() && (/\.zip$/i.test(path) || (await startsAsZip(path)))) return;
  throw new UsageError(
    `${name} is neither a product folder nor a zip archive. Give the .SAFE folder or the .zip of a Sentinel-1 product.`,
  );
}

async function startsAsZip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead) === 'PK';
  } finally {
    await file.close();
  }
}
