import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { startChild } from '../../localstack/start-child.ts';
import { type Counts, countsOfRun } from './counts.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const VITEST = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const REPORTERS = ['--reporter=default', '--reporter=./test/summary.reporter.ts'];

const countsSchema = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });

export interface TestRun {
  /** Files or folders, as vitest takes them. */
  readonly filters: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Gets the counts. */
  readonly summaryFile: string;
  readonly signal: AbortSignal;
  /** Shows the output in one piece at the end, for runs beside other work. */
  readonly isQuiet?: boolean;
}

/** Runs some of the tests against a target. */
export async function runTests({ filters, env, summaryFile, signal, isQuiet = false }: TestRun): Promise<Counts> {
  signal.throwIfAborted();
  const args = [VITEST, 'run', '--config', 'vitest.e2e.config.ts', ...REPORTERS, ...filters];
  const child = startChild(process.execPath, args, {
    cwd: ROOT,
    env: { ...env, S2MP_TEST_SUMMARY: summaryFile },
    output: isQuiet ? 'pipe' : 'inherit',
    signal,
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (signal.aborted) return reject(signal.reason);
      process.stdout.write(Buffer.concat(chunks));
      const reported = existsSync(summaryFile)
        ? countsSchema.parse(JSON.parse(readFileSync(summaryFile, 'utf8')))
        : undefined;
      resolve(countsOfRun(reported, code ?? 1));
    });
  });
}
