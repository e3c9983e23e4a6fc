import { inject } from 'vitest';
import type { PreparedDemo } from './prepare-demos.ts';

/** The prepared demos to judge by their files. A demo that failed fails every test file that needs it. */
export function finishedDemos(): readonly PreparedDemo[] {
  const demos = inject('demos');
  const failed = demos.find(({ run }) => run.code !== 0);
  if (failed)
    throw new Error(`size ${failed.size}, seed ${failed.seed}: exit ${failed.run.code}\n${failed.run.stderr}`);
  return demos;
}

/** The first one, and one of another seed. */
export function twoSmallDemos(): [PreparedDemo, PreparedDemo] {
  const [first, second] = finishedDemos();
  if (!first || !second) throw new Error('two demos have to be prepared');
  return [first, second];
}
