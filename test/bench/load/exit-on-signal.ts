import { constants } from 'node:os';

/** Lets the process end by itself when it is told to, so that what it does at its exit is done. */
export function exitOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
}
