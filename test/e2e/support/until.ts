import { setTimeout as pause } from 'node:timers/promises';

/** Enough for a scene on a machine whose two cores work on a hundred others. */
export const USUAL_TIMEOUT_S = 150;
const POLL_MS = 500;

/**
 * Asks again until the answer is not undefined.
 *
 * @param what for the message of the failure
 * @param look what is there; it may leave a word about it in the second answer, which the message then shows
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { timeoutS = USUAL_TIMEOUT_S, seen }: { readonly timeoutS?: number; readonly seen?: () => unknown } = {},
): Promise<T> {
  for (const begun = Date.now(); ; await pause(POLL_MS)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() - begun > timeoutS * 1000) {
      const last = seen ? `; what is there: ${JSON.stringify(seen())}` : '';
      throw new Error(`waited ${timeoutS} s in vain for ${what}${last}`);
    }
  }
}
