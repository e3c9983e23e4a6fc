'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runNode } = require('./run-node.cjs');

/**
 * Type check, lint, then vitest with the arguments given; the first that fails ends it. The last line of output is
 * always `N passed, N failed`: a step that could not be completed counts as one failure, never as none.
 */
async function runTests(node, vitestArgs, root) {
  for (const [what, command] of [
    ['Type check', ['node_modules/.bin/tsc', '-p', '.']],
    ['Lint', ['node_modules/.bin/biome', 'check', '--error-on-warnings', '.']],
  ]) {
    const code = await runNode(node, command, { cwd: root });
    if (code !== 0) {
      process.stdout.write(`${what} failed (exit ${code}); no test was run.\n0 passed, 1 failed\n`);
      return code;
    }
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 's2mp-test-'));
  try {
    const summary = path.join(folder, 'summary.json');
    const reporters = ['--reporter=default', '--reporter=./test/summary.reporter.ts'];
    const command = ['node_modules/.bin/vitest', 'run', ...reporters, ...vitestArgs];
    const code = await runNode(node, command, { cwd: root, env: { S2MP_TEST_SUMMARY: summary } });
    const { line, failed } = readSummary(summary, code);
    process.stdout.write(`${line}\n`);
    return failed > 0 && code === 0 ? 1 : code;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts of the reporter; vitest can also fail without a failed test (it crashes, a leak at the end), or run none at all. */
function readSummary(file, code) {
  const counts = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
  const unexplained = counts.failed === 0 && (code !== 0 || counts.passed === 0);
  const failed = unexplained ? 1 : counts.failed;
  if (counts.skipped > 0) process.stdout.write(`${counts.skipped} skipped\n`);
  return { failed, line: `${counts.passed} passed, ${failed} failed` };
}

module.exports = { runTests };
