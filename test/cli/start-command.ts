import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
export const COMMAND = `${PROJECT}cli/s2mp.mjs`;

export interface CommandResult {
  /** Null after a signal that the command did not handle. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly finished: Promise<CommandResult>;
  /** Resolves when the text has come on stderr; rejects if the command ends without it. */
  saw(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** `s2mp …args` in a process of its own, started in the project's folder, with both outputs piped. */
export function startCommand(args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  const note = (name: keyof typeof output) => (text: string) => {
    output[name] += text;
    for (const look of watchers) look();
  };
  child.stdout.setEncoding('utf8').on('data', note('stdout'));
  child.stderr.setEncoding('utf8').on('data', note('stderr'));
  const finished = new Promise<CommandResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return {
    finished,
    saw: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (output.stderr.includes(text)) resolve();
        };
        watchers.add(look);
        look();
        finished.then(({ stderr }) => reject(new Error(`ended without ${JSON.stringify(text)}: ${stderr}`)), reject);
      }),
    kill: (signal) => void child.kill(signal),
  };
}

export function runCommand(args: readonly string[]): Promise<CommandResult> {
  return startCommand(args).finished;
}
