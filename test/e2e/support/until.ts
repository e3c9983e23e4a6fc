import { setTimeout as pause } from 'node:timers/promises';

/** Enough for a scene on a machine whose two cores work on a hundred others, and not for them alone. */
export const USUAL_TIMEOUT_S = 240;

export interface UntilOptions {
  readonly timeoutS?: number;
  readonly everyS?: number;
  /** What was seen last, for the message of the failure. */
  readonly seen?: () => unknown;
}

/**
 * Asks again until the answer is not undefined.
 *
 * @param what for the message of the failure
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { timeoutS = USUAL_TIMEOUT_S, everyS = 0.5, seen }: UntilOptions = {},
): Promise<T> {
  for (const begun = Date.now(); ; await pause(everyS * 1000)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() - begun > timeoutS * 1000) {
      const last = seen ? `; what is there: ${JSON.stringify(seen())}` : '';
      throw new Error(`waited ${timeoutS} s in vain for ${what}${last}`);
    }
  }
}
