import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from '../../lib/cloud/local/process-identity.ts';
import { killGroup } from './kill-group.ts';

/** What it has to put in order goes quickly; then a leaked timer can hold the interpreter for minutes. */
const GRACE_MS = 3000;
const POLL_MS = 50;

/** Ends LocalStack, and with it its functions, and throws its state away. */
export async function stopLocalstack(identity: ProcessIdentity, folder: string): Promise<void> {
  if (isAlive(identity)) killGroup(identity.pid, 'SIGTERM');
  for (const begun = Date.now(); isAlive(identity); await pause(POLL_MS)) {
    if (Date.now() - begun < GRACE_MS) continue;
    killGroup(identity.pid, 'SIGKILL');
    break;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
