import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';

const HIDDEN = '\u001b[?25l';
const SHOWN = '\u001b[?25h';

/** A process with a bar on what it takes for a terminal, that goes on with the script. */
function withBar(script: string): Promise<{ code: number | null; stderr: string }> {
  const module = new URL('../../../cli/progress/bar-progress.ts', import.meta.url).href;
  const start = `
    import { barProgress } from '${module}';
    process.stderr.isTTY = true;
    const display = barProgress(process.stderr);
    display.update({ task: 'x', stage: 'lines', done: 1, total: 2, unit: 'lines' });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', start + script], { stdio: 'pipe' });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

describe('the cursor is there again', () => {
  test('after an exit in the middle', async () => {
    const { stderr, code } = await withBar('process.exit(3);');
    expect(code).toBe(3);
    expect(stderr).toContain(HIDDEN);
    expect(stderr.lastIndexOf(SHOWN)).toBeGreaterThan(stderr.indexOf(HIDDEN));
  });

  test('after a close, which leaves no listener behind', async () => {
    const { stderr, code } = await withBar(`
      display.close();
      const left = ['SIGINT', 'SIGTERM', 'exit'].map((name) => process.listenerCount(name)).join();
      process.stderr.write('left ' + left);`);
    expect(code).toBe(0);
    expect(stderr.lastIndexOf(SHOWN)).toBeGreaterThan(stderr.indexOf(HIDDEN));
    expect(stderr).toMatch(/left 0,0,0$/);
  });
});
