import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

/** A run of `npm start` that has ended. */
export interface FinishedRun {
  /** null after a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface DemoRun {
  readonly finished: Promise<FinishedRun>;
  /** Resolves to true when that text has come on stderr, to false if the run ends without it. */
  saw(text: string): Promise<boolean>;
  /** `kill -9` of npm, its shell, and everything below. */
  killTree(): void;
  /** `kill -9` of npm alone. */
  killNpm(): void;
}

/** `npm start -- …args` as a user types it, in a process group of its own. */
export function startDemo(args: readonly string[]): DemoRun {
  const begun = performance.now();
  const child = spawn('npm', ['start', '--', ...args], { cwd: PROJECT, detached: true, env: userEnvironment() });
  const { pid } = child;
  if (pid === undefined) throw new Error('npm cannot be started');
  const output = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const note = (name: keyof typeof output) => (text: string) => {
    output[name] += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', note('stdout'));
  child.stderr.setEncoding('utf8').on('data', note('stderr'));
  const finished = new Promise<FinishedRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output, seconds: (performance.now() - begun) / 1000 }));
  });
  return {
    finished,
    saw: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!output.stderr.includes(text)) return;
          waiting.delete(look);
          resolve(true);
        };
        waiting.add(look);
        look();
        finished.then(() => resolve(false), reject);
      }),
    killTree: () => kill(-pid),
    killNpm: () => kill(pid),
  };
}

export function runDemo(args: readonly string[]): Promise<FinishedRun> {
  return startDemo(args).finished;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
}

/** Without what npx and vitest add for themselves. */
function userEnvironment(): NodeJS.ProcessEnv {
  const added = /^(npm_|VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$|PROD$|DEV$|MODE$|BASE_URL$|SSR$|FORCE_COLOR$|NO_COLOR$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}
