import { constants } from 'node:os';

/** Somebody wants this run to end; what it started must be stopped first. */
export class InterruptedError extends Error {
  readonly tag = 'InterruptedError';
  override readonly name = 'InterruptedError';
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Aborts with an {@link InterruptedError} at the first signal that would end this process. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => controller.abort(new InterruptedError(signal)));
  return controller.signal;
}
