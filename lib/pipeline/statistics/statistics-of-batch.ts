import type { Services } from '../services.ts';
import { runStatistics } from './run-statistics.ts';
import { parseStatisticsOrder } from './statistics-order.ts';

/**
 * Does the messages of one batch, all of which were received before the first call. Messages that differ in their item alone
 * share one run of their job, which takes in whatever is live when it starts: so a burst of maps costs each month once per
 * batch and not once per map. Jobs run one after another, for each takes the memory of a month.
 */
export function statisticsOfBatch(
  services: Pick<Services, 'store' | 'configuration' | 'log'>,
): (body: string) => Promise<void> {
  const runs = new Map<string, Promise<void>>();
  let last: Promise<unknown> = Promise.resolve();
  return async (body) => {
    const { item: _item, ...job } = parseStatisticsOrder(body);
    const name = JSON.stringify(job);
    const run = runs.get(name) ?? last.then(() => runStatistics(body, services));
    if (!runs.has(name)) last = run.catch(() => undefined);
    runs.set(name, run);
    return run;
  };
}
