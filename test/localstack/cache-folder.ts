import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Python environments outlive a checkout, so they lie outside of it: `LOCAL_AWS_CACHE`, else `local-aws` in the user's
 * cache folder. It may be thrown away at any time when no LocalStack runs.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.LOCAL_AWS_CACHE || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'local-aws');
}
