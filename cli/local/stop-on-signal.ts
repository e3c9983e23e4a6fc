/** Lets Ctrl-C and TERM end the work between two messages; what is finished stays, the rest goes on at the next start. */
export function stopOnSignal(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const stop = (_: NodeJS.Signals, number: number) => controller.abort(new StoppedError(128 + number));
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
  /** As shells give it for a process that a signal ended. */
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('Stopped. The same command goes on where this one was.');
    this.exitCode = exitCode;
  }
}
