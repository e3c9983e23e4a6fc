import { describe, expect, it } from 'vitest';
import { FakeCheckout } from './fake-checkout.ts';

const TSC = 'tsc -p .';
const BIOME = 'biome check --error-on-warnings .';
const VITEST = 'vitest run --reporter=default --reporter=./test/summary.reporter.ts';

async function runTests(env: Record<string, string>, args: readonly string[] = []) {
  const checkout = new FakeCheckout();
  const { code, stdout } = await checkout.run(['test', ...args], env);
  return { code, stdout, tools: checkout.log('tools.log') };
}

describe('npm test', () => {
  it('checks types, lints, tests, and ends with the counts', async () => {
    expect(await runTests({ COUNTS: '{"passed":12,"failed":0,"skipped":0}' })).toEqual({
      code: 0,
      stdout: '12 passed, 0 failed\n',
      tools: [TSC, BIOME, VITEST],
    });
  });

  it('passes arguments on to vitest', async () => {
    const { tools } = await runTests({ COUNTS: '{"passed":1,"failed":0,"skipped":0}' }, ['test/lib', '-t', 'noise']);
    expect(tools.at(-1)).toBe(`${VITEST} test/lib -t noise`);
  });

  it('says how many tests were skipped before the last line', async () => {
    const { stdout } = await runTests({ COUNTS: '{"passed":5,"failed":0,"skipped":2}' });
    expect(stdout).toBe('2 skipped\n5 passed, 0 failed\n');
  });

  it.each([
    ['type check', 'tsc', [TSC], 'Type check failed (exit 2); no test was run.\n0 passed, 1 failed\n'],
    ['lint', 'biome', [TSC, BIOME], 'Lint failed (exit 2); no test was run.\n0 passed, 1 failed\n'],
  ])('stops at a failing %s', async (_, tool, tools, stdout) => {
    expect(await runTests({ FAILS: tool })).toEqual({ code: 2, stdout, tools });
  });

  it('keeps the exit code of vitest', async () => {
    const result = await runTests({ FAILS: 'vitest', COUNTS: '{"passed":3,"failed":2,"skipped":0}' });
    expect(result).toMatchObject({ code: 2, stdout: '3 passed, 2 failed\n' });
  });

  it('counts a failure when vitest fails without a failed test', async () => {
    const result = await runTests({ FAILS: 'vitest', COUNTS: '{"passed":3,"failed":0,"skipped":0}' });
    expect(result).toMatchObject({ code: 2, stdout: '3 passed, 1 failed\n' });
  });

  it('counts a failure when vitest ends before it could count', async () => {
    expect(await runTests({ FAILS: 'vitest' })).toMatchObject({ code: 2, stdout: '0 passed, 1 failed\n' });
  });

  it('fails when vitest says it is well but reports no run', async () => {
    expect(await runTests({})).toMatchObject({ code: 1, stdout: '0 passed, 1 failed\n' });
  });
});
