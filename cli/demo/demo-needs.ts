import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../usage.error.ts';

/** Disk and time of a whole demo; measured on 2 cores with `npm start -- --fresh --size …`, then rounded up. */
export const DEMO_NEEDS = {
  small: { diskMb: 60, seconds: 10 },
  medium: { diskMb: 700, seconds: 20 },
  full: { diskMb: 1200, seconds: 30 },
} as const;

/** One sentence for the person who is about to wait. @throws UsageError if the disk is too full for what is missing */
export async function describeNeeds(size: keyof typeof DEMO_NEEDS, folder: string): Promise<string> {
  const { diskMb, seconds } = DEMO_NEEDS[size];
  const { bavail, bsize } = await statfs(folder);
  const freeMb = (bavail * bsize) / 1e6;
  const missingMb = diskMb - (await bytesBelow(folder)) / 1e6;
  if (freeMb < missingMb) {
    throw new UsageError(
      `${folder} has ${Math.floor(freeMb)} MB free; the demo of size ${size} needs ${Math.ceil(missingMb)} MB.`,
    );
  }
  return `Demo of size ${size} in ${folder}: needs about ${diskMb} MB of disk and ${seconds} s on 2 cores.`;
}

async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  // A file of another process may be gone by now.
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return stats.reduce((sum, found) => sum + (found?.size ?? 0), 0);
}
