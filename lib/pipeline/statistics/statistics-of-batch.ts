import type { Services } from '../services.ts';
import { runStatistics } from './run-statistics.ts';
import { parseStatisticsOrder } from './statistics-order.ts';

export type StatisticsServices = Pick<Services, 'store' | 'configuration' | 'statistics' | 'log'>;

/**
 * Does the messages of one batch, all of which were received before the first call. Messages that differ in their item alone
 * share one run of their job, which takes in whatever is live when it starts: so a burst of maps costs each month once per
 * batch and not once per map. Jobs run one after another, for each takes the memory of a month. A job that there is no time for
 * is ordered anew: a failure would use up the deliveries of an order that nothing is wrong with (invariant 4).
 *
 * @param hasTime asked before each job but the first
 */
export function statisticsOfBatch(
  services: StatisticsServices,
  hasTime: () => boolean,
): (body: string) => Promise<void> {
  const runs = new Map<string, Promise<void>>();
  let last: Promise<unknown> | undefined;
  return async (body) => {
    const { item: _item, ...job } = parseStatisticsOrder(body);
    const name = JSON.stringify(job);
    const known = runs.get(name);
    if (known) return known;
    const run = last ? last.then(() => runOrPutOff(body, services, hasTime)) : runStatistics(body, services);
    last = run.catch(() => undefined);
    runs.set(name, run);
    return run;
  };
}

async function runOrPutOff(body: string, services: StatisticsServices, hasTime: () => boolean): Promise<void> {
  if (hasTime()) return runStatistics(body, services);
  await services.statistics.send(body);
  services.log.info('Statistics:Run:PutOff', { order: body });
}
