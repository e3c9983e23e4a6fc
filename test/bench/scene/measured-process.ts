import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface MeasuredProcess {
  readonly wallS: number;
  /** Of the process and all it started, user and system. */
  readonly cpuS: number;
  /** Largest sum of the resident memory of the process and all it started, looked at every 20 ms; Linux only. */
  readonly peakMb: number;
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a command to its end. */
export async function measureProcess(command: string, args: readonly string[], cwd?: string): Promise<MeasuredProcess> {
  const startMs = performance.now();
  const cpuStart = childrenCpuS();
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], ...(cwd !== undefined && { cwd }) });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text.toString();
  });
  let peakMb = 0;
  const timer = setInterval(() => {
    if (child.pid !== undefined) peakMb = Math.max(peakMb, residentMb(child.pid));
  }, 20);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  return { wallS: (performance.now() - startMs) / 1000, cpuS: childrenCpuS() - cpuStart, peakMb, code, stderr };
}

const TICKS_PER_S = 100;
const PAGE_MB = 4096 / 1e6;

/** Of all ended children of this process (proc(5): cutime and cstime). */
function childrenCpuS(): number {
  const fields = statOf('self');
  return fields ? (Number(fields[13]) + Number(fields[14])) / TICKS_PER_S : Number.NaN;
}

function residentMb(root: number): number {
  const parents = new Map<number, number>();
  for (const name of entriesOf('/proc')) {
    const fields = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  let total = 0;
  for (const pid of parents.keys()) if (isBelow(pid)) total += Number(statOf(String(pid))?.[21] ?? 0) * PAGE_MB;
  return total;
}

/** Fields of /proc/<pid>/stat from the state on: the name before it may hold blanks. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // has ended meanwhile, or no Linux
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
