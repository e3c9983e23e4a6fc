import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** In memory where the platform has such a place: thousands of small files then cost next to nothing. */
const PARENT = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** An empty folder that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(PARENT, 's2mp-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
