import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { killGroup } from './kill-group.ts';

export interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Ends the program and all that it has started. */
  readonly signal?: AbortSignal;
  readonly output: 'pipe' | 'inherit';
}

const PRELOAD = fileURLToPath(new URL('../../cli/bootstrap/end-with-parent.cjs', import.meta.url));
/** What is sent SIGTERM has so long to put things in order. */
const GRACE_MS = 1500;

/**
 * Starts a program in a process group of its own, which goes when the signal says so: its helpers (workers of vitest, CDK
 * apps) outlive a signal to the program alone. When this process is killed, every Node below ends by itself. An abort gives
 * no error: the child's `close` comes as always.
 */
export function startChild(
  program: string,
  args: readonly string[],
  { env, cwd, signal, output }: ChildOptions,
): ChildProcess {
  const child = spawn(program, args, {
    env: { ...env, NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(PRELOAD)}`.trim() },
    ...(cwd !== undefined && { cwd }),
    detached: true,
    stdio: ['ignore', output, output],
  });
  const { pid } = child;
  if (!signal || pid === undefined) return child;
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(pid, 'SIGTERM');
    killing = setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
  child.once('close', () => {
    clearTimeout(killing);
    signal.removeEventListener('abort', end);
    // The program itself may have been quicker than its helpers.
    if (signal.aborted) killGroup(pid, 'SIGKILL');
  });
  return child;
}
