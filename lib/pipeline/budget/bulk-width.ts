import type { LaneWidth } from '../../cloud/lane-control.ts';

/** Every invocation that the account allows. */
const UNLIMITED = Number.POSITIVE_INFINITY;

/**
 * The width that the bulk lane is to have, or undefined to leave it as it is found. What a person has set since the guard's
 * last look is never widened, only narrowed to what the budget allows.
 *
 * @param last what the guard left the lane with; undefined if it has never looked
 * @param allowed what the budget allows; 0 = none
 */
export function widthToSet(found: LaneWidth, last: number | undefined, allowed: number): number | undefined {
  const width = found.enabled ? (found.maximumConcurrency ?? UNLIMITED) : 0;
  if (width === allowed) return undefined;
  const isOurs = last === undefined ? found.enabled : width === last;
  return isOurs || allowed < width ? allowed : undefined;
}
