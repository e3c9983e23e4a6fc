import { LocalAwsError } from './local-aws.error.ts';
import { startChild } from './start-child.ts';

export interface CommandOptions {
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Ends the command, and what it has started, with SIGTERM. */
  readonly signal?: AbortSignal;
  /** `pipe` keeps the output for the caller and for the message of a failure; `inherit` shows it as it comes. */
  readonly output?: 'pipe' | 'inherit';
}

/** Of the output of a failed command, this much is shown. */
const SHOWN_CHARACTERS = 3000;

/**
 * Runs a program to its end and answers what it wrote to standard output.
 *
 * @throws LocalAwsError if it cannot be started or does not end with 0; the reason of the signal if that is aborted
 */
export function runCommand(
  program: string,
  args: readonly string[],
  { env = process.env, cwd, signal, output = 'pipe' }: CommandOptions = {},
): Promise<string> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const child = startChild(program, args, {
    env,
    output,
    ...(cwd !== undefined && { cwd }),
    ...(signal && { signal }),
  });
  const written = { stdout: '', all: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    written.stdout += text;
    written.all += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    written.all += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', (cause) => {
      reject(new LocalAwsError(`${program}: ${cause.message}`, { cause }));
    });
    child.on('close', (code, killedBy) => {
      if (signal?.aborted) return reject(signal.reason);
      if (code === 0) return resolve(written.stdout);
      const shown = written.all.slice(-SHOWN_CHARACTERS).trim();
      reject(new LocalAwsError(`${program} ${args.join(' ')} ended with ${code ?? killedBy}${shown && `:\n${shown}`}`));
    });
  });
}
