/** Time enough to write a ledger record while the processors are busy. */
const RESERVE_MS = 5_000;
/**
 * Calls `onEnd` shortly before the time of an invocation is over, unless it is disposed before: a function that takes too long
 * is stopped without a word.
 */
export function watchTime(timeLeftMs: number, onEnd: () => void): Disposable {
  const timer = setTimeout(onEnd, Math.max(0, timeLeftMs - RESERVE_MS));
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
