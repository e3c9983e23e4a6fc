import { UsageError } from './usage.error.ts';

/** Exit codes of the command: 1 = it could not do its work, 2 = the input cannot be processed or the usage is wrong. */
const EXIT_FAILED = 1;
export const EXIT_REJECTED = 2;

const EXPECTED = new Set([
  'InputError',
  'ConfigurationError',
  'EngineLockedError',
  'InvalidModelError',
  'InvalidTiffError',
  'InvalidForwardInputError',
]);

/** Ends the process with one message on stderr; a stack trace only with `--debug`. */
export function exitWithMessage(error: unknown): never {
  const expected = error instanceof Error && (error instanceof UsageError || EXPECTED.has(error.name));
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`s2mp: ${text}\n`);
  if (!expected && error instanceof Error && process.argv.includes('--debug')) process.stderr.write(`${error.stack}\n`);
  const rejected = error instanceof UsageError || (error instanceof Error && error.name === 'InputError');
  process.exit(rejected ? EXIT_REJECTED : EXIT_FAILED);
}
