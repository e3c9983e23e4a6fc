import type { Services } from '../services.ts';
import { compare } from './compare.ts';
import { parseStatisticsOrder } from './statistics-order.ts';
import { summarize } from './summarize.ts';

/** Does one message of the statistics queue. Can be repeated safely: results are a function of what is live. */
export async function runStatistics(
  body: string,
  services: Pick<Services, 'store' | 'configuration' | 'log'>,
): Promise<void> {
  const order = parseStatisticsOrder(body);
  const { job, month, item } = order;
  const months = { ...services, maps: new Map() };
  if (order.job === 'summary') {
    await summarize(order.collection, month, months);
    services.log.info('Statistics:Run:Done', { job, month, item });
    return;
  }
  const [x, y] = order.pair;
  const compared = await compare({ x, y }, month, months);
  services.log.info(compared ? 'Statistics:Run:Done' : 'Statistics:Run:HalfAPair', { job, month, item });
}
