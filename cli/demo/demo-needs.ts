import { statfs } from 'node:fs/promises';
import { UsageError } from '../usage.error.ts';

/** Disk and time of a whole demo; measured on 2 cores with `npm start -- --fresh --size …`, then rounded up. */
export const DEMO_NEEDS = {
  small: { diskMb: 60, seconds: 10 },
  medium: { diskMb: 700, seconds: 20 },
  full: { diskMb: 1200, seconds: 30 },
} as const;

/** One sentence for the person who is about to wait. @throws UsageError if the disk is too full for it */
export async function describeNeeds(size: keyof typeof DEMO_NEEDS, folder: string): Promise<string> {
  const { diskMb, seconds } = DEMO_NEEDS[size];
  const { bavail, bsize } = await statfs(folder);
  const freeMb = (bavail * bsize) / 1e6;
  if (freeMb < diskMb) {
    throw new UsageError(`${folder} has ${Math.floor(freeMb)} MB free; the demo of size ${size} needs ${diskMb} MB.`);
  }
  return `Demo of size ${size} in ${folder}: needs about ${diskMb} MB of disk and ${seconds} s on 2 cores.`;
}
