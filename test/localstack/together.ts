/**
 * Work that goes on side by side and ends as one: the first failure aborts the others, and nothing is left running when
 * this is over.
 *
 * @throws the first failure; the reason of the signal if that came first
 */
export async function together(
  signal: AbortSignal,
  start: (signal: AbortSignal) => readonly Promise<unknown>[],
): Promise<void> {
  signal.throwIfAborted();
  const failure = new AbortController();
  const works = start(AbortSignal.any([signal, failure.signal]));
  for (const work of works) work.catch((error) => failure.abort(error));
  await Promise.allSettled(works);
  signal.throwIfAborted();
  failure.signal.throwIfAborted();
}
