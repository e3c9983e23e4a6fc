import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process, told apart from a later one that got the same number: process ids are reused, above all inside containers.
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal only for the same process. Empty where the platform does not tell. */
  readonly started: string;
}

/** proc(5): a process that has ended and only waits to be reaped. In a container nobody may ever reap it. */
const ENDED_STATES = new Set(['Z', 'X']);
const ENDED = 'ended';

/** Field 22 of /proc/<pid>/stat (clock ticks since boot) with the boot's id, see proc(5); elsewhere what `ps` says. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the command in parentheses and may itself hold spaces and parentheses.
    const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (ENDED_STATES.has(state)) return ENDED;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}:${rest[18] ?? ''}`;
  } catch {
    try {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      return '';
    }
  }
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startOf(pid) };
}

export function thisProcess(): ProcessIdentity {
  return identityOf(process.pid);
}

export function isAlive(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to somebody else.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const started = startOf(identity.pid);
  if (started === ENDED) return false;
  return started === '' || identity.started === '' || started === identity.started;
}
