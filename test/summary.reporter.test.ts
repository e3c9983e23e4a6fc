import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const REPORTER = new URL('./summary.reporter.ts', import.meta.url).pathname;
const VITEST = new URL('../node_modules/vitest/vitest.mjs', import.meta.url).pathname;

/** A run of vitest of its own over the given files, `globals` on because they lie outside of the project. */
function runVitest(files: Record<string, string>, env: Record<string, string> = {}) {
  const root = mkdtempSync(join(tmpdir(), 's2mp-reporter-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const args = [VITEST, 'run', '--root', root, '--globals', `--reporter=${REPORTER}`];
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  return { status, lastLine: stdout.trimEnd().split('\n').at(-1), root };
}

const TWO_PASS = `it('a', () => {}); describe('s', () => it('b', () => {})); it.skip('c', () => {}); it.todo('d');`;

it('prints what passed as the last line', () => {
  expect(runVitest({ 'a.test.js': TWO_PASS })).toMatchObject({ status: 0, lastLine: '2 passed, 0 failed' });
});

it('counts failed tests, a file that cannot be loaded, a failing hook and an error outside of tests', () => {
  const { status, lastLine } = runVitest({
    'fine.test.js': TWO_PASS,
    'fails.test.js': `it('x', () => expect(1).toBe(2));`,
    'broken.test.js': `throw new Error('cannot be loaded');`,
    'hook.test.js': `describe('s', () => { afterAll(() => { throw new Error('hook'); }); it('y', () => {}); });`,
    'stray.test.js': `it('z', async () => { setTimeout(() => { throw new Error('stray'); }, 1); await new Promise((r) => setTimeout(r, 50)); });`,
  });
  expect({ status, lastLine }).toEqual({ status: 1, lastLine: '4 passed, 4 failed' });
});

it('writes the counts into S2MP_TEST_SUMMARY instead, when that is set', () => {
  const file = join(tmpdir(), `s2mp-summary-${process.pid}.json`);
  onTestFinished(() => rmSync(file, { force: true }));
  const { lastLine } = runVitest({ 'a.test.js': TWO_PASS }, { S2MP_TEST_SUMMARY: file });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ passed: 2, failed: 0, skipped: 2 });
  expect(lastLine).not.toMatch(/passed/);
});
