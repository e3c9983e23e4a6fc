import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isAlive } from '../../lib/cloud/local/process-identity.ts';
import { cacheFolder } from './cache-folder.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Everything of this checkout's `local:up`, outside of it: `LOCAL_AWS_STATE`, else a folder of its own in the cache. */
export const LOCAL_FOLDER = process.env.LOCAL_AWS_STATE || join(cacheFolder(), `checkout-${keyOf(CHECKOUT)}`);
export const STATE_FOLDER = join(LOCAL_FOLDER, 'state');
const NOTE = join(LOCAL_FOLDER, 'running.json');

const runningSchema = z.strictObject({
  process: z.strictObject({ pid: z.int().positive(), started: z.string() }),
  endpoint: z.url(),
});

/** The LocalStack that `local:up` started in this checkout. */
export type RunningLocalstack = z.infer<typeof runningSchema>;

/** @returns undefined if none was started, or if it has ended since */
export async function readRunning(): Promise<RunningLocalstack | undefined> {
  let text: string;
  try {
    text = await readFile(NOTE, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const running = runningSchema.parse(JSON.parse(text));
  return isAlive(running.process) ? running : undefined;
}

export async function noteRunning(running: RunningLocalstack): Promise<void> {
  await writeFile(NOTE, `${JSON.stringify(running, null, 2)}\n`);
}

/** Gone with all that was in it. */
export async function forgetRunning(): Promise<void> {
  await rm(LOCAL_FOLDER, { recursive: true, force: true, maxRetries: 5 });
}

function keyOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}
