// Runs the marked commands of README.md, as they are written, in the order in which they stand:
//   npx node test/readme/run-readme.ts
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readmeBlocks } from './readme-blocks.ts';

const BLOCK_TIMEOUT_MS = 5 * 60_000;

const root = resolve(import.meta.dirname, '..', '..');
const blocks = readmeBlocks(readFileSync(resolve(root, 'README.md'), 'utf8'));

let passed = 0;
// A document without a single command would otherwise count as proven.
let failed = blocks.length === 0 ? 1 : 0;
if (failed) process.stdout.write('README.md has no block that is marked "sh ci".\n');

for (const { line, script, needs } of blocks) {
  const missing = needs.filter((need) => !isThere(need));
  if (missing.length > 0) {
    process.stdout.write(`README.md:${line} skipped: ${missing.join(', ')} is not here.\n`);
    continue;
  }
  process.stdout.write(`README.md:${line}\n${script.replaceAll(/^/gm, '  $ ')}\n`);
  const begun = Date.now();
  const { status, signal } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: BLOCK_TIMEOUT_MS,
  });
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  if (status === 0) passed++;
  else failed++;
  process.stdout.write(
    `README.md:${line} ${status === 0 ? 'passed' : `FAILED (${signal ?? `exit ${status}`})`}, ${seconds} s\n`,
  );
}

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

function isThere(need: string): boolean {
  if (need.includes('/')) return existsSync(resolve(root, need));
  return spawnSync('bash', ['-c', 'command -v "$0"', need]).status === 0;
}
