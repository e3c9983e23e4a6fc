import { StoppedError } from './local/stop-on-signal.ts';

/** Exit codes of the command: 1 = it could not do its work, 2 = the input cannot be processed or the usage is wrong. */
const EXIT_FAILED = 1;
export const EXIT_REJECTED = 2;

/** What the person can do something about by giving other input. */
const REJECTED = new Set([
  'UsageError',
  'InputError',
  'InvalidTiffError',
  'InvalidForwardInputError',
  'InvalidPointError',
]);
const EXPECTED = new Set([
  ...REJECTED,
  'AwsUnavailableError',
  'StoreUnavailableError',
  'ConfigurationError',
  'EngineLockedError',
  'InvalidModelError',
  'StoppedError',
]);

/** Whether an error is the input's fault or the caller's: other input may succeed, the same never will. */
export function isRejection(error: unknown): error is Error {
  return error instanceof Error && REJECTED.has(error.name);
}

/** Lines that follow the message of an unexpected failure: its stack with `--debug`, else how to get it. Of others none. */
export function whereItHappened(error: unknown): string {
  if (error instanceof Error && EXPECTED.has(error.name)) return '';
  const stack = error instanceof Error ? error.stack : undefined;
  return process.argv.includes('--debug') ? `${stack}\n` : 's2mp: s2mp --debug … shows where.\n';
}

/** Ends the process with one message on stderr; the stack of an unexpected failure only with `--debug`. */
export function exitWithMessage(error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`s2mp: ${text}\n${whereItHappened(error)}`);
  process.exit(error instanceof StoppedError ? error.exitCode : REJECTED.has(name) ? EXIT_REJECTED : EXIT_FAILED);
}

/** For what the command had no part in: an error in a callback, or a reader of stdout that went away (`s2mp … | head`). */
export function exitOnStrayErrors(): void {
  process.on('uncaughtException', exitWithMessage);
  process.on('unhandledRejection', exitWithMessage);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(EXIT_FAILED);
      throw error;
    });
  }
}
