/** Lets Ctrl-C and TERM end the work between two messages; what is finished stays, the rest goes on at the next start. */
export function stopOnSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = () => controller.abort(new StoppedError('Stopped. The same command goes on where this one was.'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}

/** The user asked for the end. */
export class StoppedError extends Error {
  readonly tag = 'StoppedError';
  override readonly name = 'StoppedError';
}
