import { parseItemId } from '../../product/acquisition.ts';
import { COLLECTION_IDS } from '../../product/collection-id.ts';
import { type Notification, parseNotification } from '../../product/notification-schema.ts';
import type { Services } from '../services.ts';
import type { StatisticsOrder } from './statistics-order.ts';

/**
 * Turns a notification into one message per job that its item concerns: the summary of its collection, and each
 * comparison that its collection is part of.
 */
export async function fanOut(
  body: string,
  { configuration, statistics, log }: Pick<Services, 'configuration' | 'statistics' | 'log'>,
): Promise<StatisticsOrder[]> {
  const { data } = parseNotification('sm-ready notification', body);
  const orders = ordersFor(data, configuration.comparisons);
  for (const order of orders) await statistics.send(JSON.stringify(order));
  log.info('Statistics:FanOut:Done', { item: data.id, jobs: orders.map(({ job }) => job) });
  return orders;
}

function ordersFor(
  { id, properties }: Notification['data'],
  comparisons: Services['configuration']['comparisons'],
): StatisticsOrder[] {
  const collection = COLLECTION_IDS.find((known) => known === properties.collection);
  if (!collection) return [];
  // Of the id, as in its key: the start of a re-sliced version can lie beyond the end of that month.
  const month = parseItemId(id)?.day.slice(0, 7).replace('/', '-');
  if (month === undefined) return [];
  const common = { type: 'statistics-order', month, item: id } as const;
  const pairs = comparisons.filter((pair) => pair.includes(collection));
  return [
    { ...common, job: 'summary', collection },
    ...pairs.map((pair) => ({ ...common, job: 'compare' as const, pair })),
  ];
}
