import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { SeededRandom } from '../../../lib/cloud/local/seeded-random.ts';
import { filesBelow, productDigests, writeStamps } from './files-below.ts';
import { twoSmallDemos } from './finished-demos.ts';
import { runDemo, startDemo } from './start-demo.ts';

const [undisturbed] = twoSmallDemos();
const whole = productDigests(undisturbed.folder);
const options = (folder: string) => ['--out', folder, '--size', 'small', '--seed', String(undisturbed.seed)];

/**
 * A line of the progress that comes at every start until that work is done, and how long the work takes at most: the kill
 * falls somewhere into it. One after the other on the same folder.
 */
const MOMENTS: readonly (readonly [line: string, withinMs: number])[] = [
  ['Demo of size', 300],
  ['demo world  tiles', 500],
  ['  rendering', 500],
  ['  judge', 100],
  ['  backscatter', 200],
  ['  network', 60],
  ['  write', 100],
  ['  announce', 40],
  ['  done', 150],
  ['  rendering', 600],
  ['  write', 150],
  ['  announce', 100],
  ['  done', 60],
];

/**
 * Start and kill, again and again on one folder, then one start to the end.
 *
 * @param kills each answers whether there was something to kill: a fast machine may have finished before
 * @returns the receipts that were there at each kill
 */
async function killAgainAndAgain(folder: string, kills: readonly (() => Promise<boolean>)[]) {
  const receiptsAtKill: Record<string, string>[] = [];
  for (const kill of kills) {
    if (!(await kill())) break;
    receiptsAtKill.push(writeStamps(folder, ['store/receipts']));
  }
  const { code, stderr } = await runDemo(options(folder));
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return receiptsAtKill;
}

function expectWholeProducts(folder: string, receiptsAtKill: readonly Record<string, string>[]): void {
  expect(productDigests(folder)).toEqual(whole);
  const final = writeStamps(folder, ['store/receipts']);
  expect(Object.keys(final)).toHaveLength(6);
  for (const receipts of receiptsAtKill) expect(final).toEqual({ ...final, ...receipts });
  const left = filesBelow(folder).filter((path) => /\.part$|\.s2mp-tmp\/|^engine\/.*(lock|\.json)$/.test(path));
  expect(left).toEqual([]);
  expect(existsSync(join(folder, 'report.html'))).toBe(true);
}

describe('kill -9', () => {
  it.each([1, 2])(
    'in each stage of the work, and a start after it, ends in the same products (seed %i)',
    async (seed) => {
      const folder = join(inject('scratch'), `killed-by-stage-${seed}`);
      const random = new SeededRandom(seed);
      const receiptsAtKill = await killAgainAndAgain(
        folder,
        MOMENTS.map(([line, withinMs]) => async () => {
          const run = startDemo(options(folder));
          if (!(await run.saw(line))) return false;
          await delay(random.next() * withinMs);
          run.killTree();
          return (await run.finished).code === null;
        }),
      );
      expectWholeProducts(folder, receiptsAtKill);
      expect(receiptsAtKill.length, 'kills that hit').toBeGreaterThanOrEqual(9);
      const counts = receiptsAtKill.map((receipts) => Object.keys(receipts).length);
      expect([Math.min(...counts), Math.max(...counts) >= 2]).toEqual([0, true]);
      await rm(folder, { recursive: true });
    },
  );

  it('at any time, and a start after it, ends in the same products', async () => {
    const folder = join(inject('scratch'), 'killed-at-random');
    const random = new SeededRandom(3);
    const kill = async () => {
      const run = startDemo(options(folder));
      await Promise.race([run.finished, delay(random.next() * 900 * undisturbed.run.seconds)]);
      run.killTree();
      return (await run.finished).code === null;
    };
    expectWholeProducts(folder, await killAgainAndAgain(folder, [kill, kill, kill, kill]));
    await rm(folder, { recursive: true });
  });

  it('of npm alone ends the work below it too, and a start at once goes on', async () => {
    const folder = join(inject('scratch'), 'killed-npm');
    const run = startDemo(options(folder));
    expect(await run.saw('  rendering')).toBe(true);
    run.killNpm();
    const { code, stderr } = await runDemo(options(folder));
    await run.finished;
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expectWholeProducts(folder, []);
    await rm(folder, { recursive: true });
  });
});
