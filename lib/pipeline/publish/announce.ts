import { notification } from '../../product/notification.ts';
import type { Change } from '../../product/notification-schema.ts';
import type { StacItem } from '../../product/stac-item-schema.ts';
import type { Services } from '../services.ts';

/**
 * Sends the notification that a map can be read: the only place from which one is sent. Its item must be live already
 * (invariant 3), its bytes as they lie there. Sent again after a crash it has the same id, so that subscribers can drop it.
 */
export async function announce(
  { item, bytes }: { readonly item: StacItem; readonly bytes: Uint8Array },
  change: Change,
  timeliness: 'NRT' | 'backfill',
  { store, smReady, clock }: Pick<Services, 'store' | 'smReady' | 'clock'>,
): Promise<Date> {
  const publishedAt = clock.now();
  const { event, attributes } = notification(item, {
    change,
    timeliness,
    bucket: store.bucket,
    itemBytes: bytes,
    publishedAt,
  });
  await smReady.publish({ body: JSON.stringify(event), attributes });
  return publishedAt;
}
