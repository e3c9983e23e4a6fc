import { expect, test } from 'vitest';
import { LocalAwsError } from './local-aws.error.ts';
import { runCommand } from './run-command.ts';

const node = (script: string) => ['-e', script];

test('answers standard output alone', async () => {
  const script = 'console.log("out"); console.error("err")';
  expect(await runCommand(process.execPath, node(script))).toBe('out\n');
});

test('a failure shows both outputs', async () => {
  const run = runCommand('sh', ['-c', 'echo out; echo err >&2; exit 3']);
  await expect(run).rejects.toThrow(new LocalAwsError('sh -c echo out; echo err >&2; exit 3 ended with 3:\nout\nerr'));
});

test('a program that is not there is a sentence', async () => {
  await expect(runCommand('no-such-program', [])).rejects.toThrow(
    new LocalAwsError('no-such-program: spawn no-such-program ENOENT'),
  );
});

test('an abort ends the program and gives its reason', async () => {
  const controller = new AbortController();
  const run = runCommand(process.execPath, node('setInterval(() => {}, 1000)'), { signal: controller.signal });
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(run).rejects.toBe(reason);
});
