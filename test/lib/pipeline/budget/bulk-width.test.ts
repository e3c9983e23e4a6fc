import { expect, it } from 'vitest';
import { widthToSet } from '../../../../lib/pipeline/budget/bulk-width.ts';

const open = (maximumConcurrency?: number) => ({ enabled: true, maximumConcurrency });
const closed = { enabled: false, maximumConcurrency: 6 };

it.each([
  ['nothing to do', open(6), 6, 6, undefined],
  ['narrowed by the budget', open(6), 6, 2, 2],
  ['closed by the budget', open(2), 2, 0, 0],
  ['opened with the new month', closed, 0, 6, 6],
  ['widened by a new deployment, as the budget allows', open(10), 6, 10, undefined],
  ['closed by a person', closed, 6, 6, undefined],
  ['narrowed by a person', open(3), 6, 6, undefined],
  ['opened by a person beyond the budget', open(6), 0, 0, 0],
  ['narrowed by a person, and then the budget', open(3), 6, 2, 2],
  ['first look', open(6), undefined, 4, 4],
  ['first look at a closed lane', closed, undefined, 6, undefined],
  ['a mapping without a limit', open(undefined), 6, 6, 6],
] as const)('%s', (_, found, last, allowed, expected) => {
  expect(widthToSet(found, last, allowed)).toBe(expected);
});
