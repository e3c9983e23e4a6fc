import { stopOnSignal } from './stop-on-signal.ts';

/**
 * The result of work that leaves nothing to be put away when it is left in the middle.
 *
 * @throws StoppedError at once at Ctrl-C or TERM; the work itself goes on until the process ends
 */
export async function untilStopped<T>(work: () => Promise<T>): Promise<T> {
  const { signal, release } = stopOnSignal();
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    release();
  }
}
