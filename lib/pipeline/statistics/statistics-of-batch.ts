import { OutOfTimeError } from '../out-of-time.error.ts';
import type { Services } from '../services.ts';
import { runStatistics } from './run-statistics.ts';
import { parseStatisticsOrder } from './statistics-order.ts';

/**
 * Does the messages of one batch, all of which were received before the first call. Messages that differ in their item alone
 * share one run of their job, which takes in whatever is live when it starts: so a burst of maps costs each month once per
 * batch and not once per map. Jobs run one after another, for each takes the memory of a month.
 *
 * @param hasTime asked before each job but the first; jobs that there is no time for fail with an {@link OutOfTimeError}, so
 *   that what is done is not done again with them
 */
export function statisticsOfBatch(
  services: Pick<Services, 'store' | 'configuration' | 'log'>,
  hasTime: () => boolean,
): (body: string) => Promise<void> {
  const runs = new Map<string, Promise<void>>();
  let last: Promise<unknown> | undefined;
  return async (body) => {
    const { item: _item, ...job } = parseStatisticsOrder(body);
    const name = JSON.stringify(job);
    const known = runs.get(name);
    if (known) return known;
    const run = last ? last.then(() => runInTime(body, services, hasTime)) : runStatistics(body, services);
    last = run.catch(() => undefined);
    runs.set(name, run);
    return run;
  };
}

async function runInTime(
  body: string,
  services: Pick<Services, 'store' | 'configuration' | 'log'>,
  hasTime: () => boolean,
): Promise<void> {
  if (!hasTime()) throw new OutOfTimeError('the batch has more jobs than there is time for; they come again');
  await runStatistics(body, services);
}
