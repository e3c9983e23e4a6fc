import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { filesBelow, productDigests, writeStamps } from './files-below.ts';
import { twoSmallDemos } from './finished-demos.ts';
import { type FinishedRun, runDemo, startDemo } from './start-demo.ts';

const [{ folder: finished, seed }] = twoSmallDemos();
const scratch = inject('scratch');
const own = join(scratch, 'refusals');

afterAll(() => rm(own, { recursive: true, force: true }));

/** What a person reads: without npm's own lines. */
function told({ code, stderr }: FinishedRun): { code: number | null; message: string } {
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('npm '));
  return { code, message: lines.join('\n') };
}

describe('a folder that holds a demo', () => {
  it.each([
    ['another seed', ['--size', 'small', '--seed', String(seed + 1)], `size small and seed ${seed + 1}`],
    ['another size', ['--size', 'medium', '--seed', String(seed)], `size medium and seed ${seed}`],
  ])('refuses %s and stays as it is', async (_, options, asked) => {
    const before = writeStamps(finished, ['']);
    expect(told(await runDemo(['--out', finished, ...options]))).toEqual({
      code: 2,
      message:
        `s2mp: ${finished} holds a demo with size small and seed ${seed}, not ${asked}. ` +
        'Name another folder with --out, or empty this one with --fresh.',
    });
    expect(writeStamps(finished, [''])).toEqual(before);
  });

  it('refuses a second process while one works in it, with --fresh too', async () => {
    const options = ['--out', own, '--size', 'small', '--seed', String(seed)];
    const first = startDemo(options);
    expect(await first.saw('  rendering')).toBe(true);
    const second = told(await runDemo(options));
    const third = told(await runDemo([...options, '--fresh']));
    for (const { code, message } of [second, third]) {
      expect(code).not.toBe(0);
      expect(message).toMatch(/^s2mp: .*refusals\/engine is in use by process \d+\. Wait until it has ended/m);
      expect(message).not.toContain('    at ');
    }
    expect((await first.finished).code).toBe(0);
    expect(productDigests(own)).toEqual(productDigests(finished));
  });

  it('is emptied and done anew by --fresh, also with another seed', async () => {
    const receipts = () => Object.values(writeStamps(own, ['store/receipts']));
    const before = receipts();
    const again = await runDemo(['--out', own, '--size', 'small', '--seed', String(seed), '--fresh']);
    expect(again.code).toBe(0);
    expect(productDigests(own)).toEqual(productDigests(finished));
    expect(receipts().filter((receipt) => before.includes(receipt))).toEqual([]);
    const other = await runDemo(['--out', own, '--size', 'small', '--seed', String(seed + 1), '--fresh']);
    expect(other.code).toBe(0);
    expect(filesBelow(join(own, 'truth'))).toHaveLength(3);
    expect(filesBelow(join(own, 'store/receipts'))).toHaveLength(6);
  });
});

describe('a folder of something else', () => {
  it.each([[[]], [['--fresh']]])('is refused and left alone (%j)', async (fresh) => {
    const foreign = join(scratch, 'photographs');
    mkdirSync(foreign, { recursive: true });
    writeFileSync(join(foreign, 'holiday.jpg'), 'not ours');
    expect(told(await runDemo(['--out', foreign, '--size', 'small', ...fresh]))).toEqual({
      code: 2,
      message: `s2mp: ${foreign} is not empty and holds no demo. Name another folder with --out.`,
    });
    expect(filesBelow(foreign)).toEqual(['holiday.jpg']);
    await rm(foreign, { recursive: true });
  });
});
