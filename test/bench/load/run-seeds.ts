import { type ChildProcess, fork } from 'node:child_process';
import type { SeedOutcome } from '../../lib/pipeline/faults/fault-lab.ts';
import { seedOutcomeSchema } from './fault-messages.ts';
import type { LoadOptions } from './load-options.ts';

const WORKER = new URL('./fault-worker.ts', import.meta.url);
/** Seeds of one process: while one waits for compression another goes on. */
const SIDE_BY_SIDE = 2;
/** A seed takes less than a second or two; one that does not end breaks a promise too. */
const STUCK_AFTER_MS = 300_000;

/** Runs seeds in several processes, each of which gets the next seed whenever it has done one. */
export async function runSeeds(
  { seeds, from, workers }: Pick<LoadOptions, 'seeds' | 'from' | 'workers'>,
  onOutcome: (outcome: SeedOutcome) => void,
): Promise<void> {
  const waiting = Array.from({ length: seeds }, (_, i) => from + i).values();
  const children: ChildProcess[] = [];
  try {
    const count = Math.min(workers, Math.ceil(seeds / SIDE_BY_SIDE));
    await Promise.all(
      Array.from({ length: count }, () => {
        const child = fork(WORKER);
        children.push(child);
        return workThrough(child, waiting, onOutcome);
      }),
    );
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
}

/** Until nothing is waiting and all that was begun is done. */
function workThrough(
  child: ChildProcess,
  waiting: Iterator<number>,
  onOutcome: (outcome: SeedOutcome) => void,
): Promise<void> {
  const running = new Map<number, NodeJS.Timeout>();
  return new Promise((resolve, reject) => {
    const fail = (what: string) => {
      for (const timer of running.values()) clearTimeout(timer);
      child.kill();
      reject(new Error(`The process of seeds ${[...running.keys()].join(', ') || 'not yet begun'} ${what}.`));
    };
    const begin = () => {
      const { value: seed, done } = waiting.next();
      if (done) {
        if (running.size === 0) resolve();
        return;
      }
      running.set(
        seed,
        setTimeout(() => fail('does not come to an end'), STUCK_AFTER_MS),
      );
      child.send({ seed });
    };
    child.on('message', (message) => {
      if (message === 'ready') {
        for (let i = 0; i < SIDE_BY_SIDE; i++) begin();
        return;
      }
      const outcome = seedOutcomeSchema.parse(message);
      clearTimeout(running.get(outcome.seed));
      running.delete(outcome.seed);
      onOutcome(outcome);
      begin();
    });
    child.on('error', (error) => fail(`failed: ${error.message}`));
    child.on('exit', (code, signal) => fail(`ended with ${signal ?? code}`));
  });
}
