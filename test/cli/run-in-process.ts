import { vi } from 'vitest';
import { createProgram } from '../../cli/create-program.ts';
import { exitWithMessage } from '../../cli/exit-with-message.ts';
import type { CommandResult } from './start-command.ts';

class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** `s2mp …args` in this process, for what ends before any work begins: a process of its own takes half a second. */
export async function runInProcess(args: readonly string[]): Promise<CommandResult> {
  const output = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      output[name] += text;
      return true;
    }),
  );
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Exit(Number(code));
  });
  const codeBefore = process.exitCode;
  process.exitCode = undefined;
  try {
    await createProgram(args)
      .then((program) => program.parseAsync([...args], { from: 'user' }))
      .catch((error: unknown) => (error instanceof Exit ? Promise.reject(error) : exitWithMessage(error)));
    return { code: Number(process.exitCode ?? 0), ...output };
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    return { code: error.code, ...output };
  } finally {
    process.exitCode = codeBefore;
    for (const spy of [...spies, exit]) spy.mockRestore();
  }
}
