import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type FinishedRun, runDemo } from './start-demo.ts';

/** A demo that was run undisturbed; the tests only read its folder. */
export interface PreparedDemo {
  readonly size: 'small' | 'medium';
  readonly seed: number;
  readonly folder: string;
  readonly run: FinishedRun;
}

declare module 'vitest' {
  interface ProvidedContext {
    demos: readonly PreparedDemo[];
    /** For the folders of single tests. */
    scratch: string;
  }
}

/** The last two gave the greatest and the smallest share of errors within 1 sigma of 15 seeds at version 0.1.0. */
const SEEDS = [7, 8, 11];

/** Runs the demo for each seed, once for all test files. */
export default async function prepareDemos({ provide }: TestProject): Promise<() => Promise<void>> {
  const scratch = await mkdtemp(join(tmpdir(), 's2mp-demo-'));
  const wanted: Pick<PreparedDemo, 'size' | 'seed'>[] = SEEDS.map((seed) => ({ size: 'small', seed }));
  if (process.env.S2MP_DEMO_SIZE === 'medium') wanted.push({ size: 'medium', seed: 1 });
  const demos: PreparedDemo[] = [];
  for (const { size, seed } of wanted) {
    const folder = join(scratch, `${size}-${seed}`);
    const run = await runDemo(['--out', folder, '--size', size, '--seed', String(seed)]);
    process.stderr.write(`demo of size ${size}, seed ${seed}: exit ${run.code} after ${run.seconds.toFixed(1)} s\n`);
    demos.push({ size, seed, folder, run });
  }
  provide('demos', demos);
  provide('scratch', scratch);
  return () => rm(scratch, { recursive: true, force: true });
}
