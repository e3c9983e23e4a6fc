import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { itemKey } from './keys.ts';
import { notificationCells } from './notification-cells.ts';
import { type Change, type Notification, notificationSchema } from './notification-schema.ts';
import type { StacItem } from './stac-item-schema.ts';

export interface NotificationContext {
  readonly change: Change;
  /** `NRT`, or `backfill` for archives and reprocessing. */
  readonly timeliness: 'NRT' | 'backfill';
  /** Of the store that the item lies in, for `s3://` links. */
  readonly bucket: string;
  /** The item as written, for its checksum. */
  readonly itemBytes: Uint8Array;
  readonly publishedAt: Date;
}

/** Filter attributes: at most 9, numbers within ±1e9, so that SNS can filter and raw delivery loses nothing. */
export interface NotificationAttributes extends Readonly<Record<string, string | number | readonly string[]>> {
  readonly collection: string;
  readonly change: Change;
  /** {@link notificationCells} */
  readonly cells: readonly string[];
  /** UTC day of the acquisition as yyyymmdd. */
  readonly acqDay: number;
  /** `ascending-059` */
  readonly orbit: string;
  /** `S1A` */
  readonly platform: string;
  readonly timeliness: 'NRT' | 'backfill';
  /** Recommended cells, percent of those observed. */
  readonly validPct: number;
  /** Name of the model and the first digits of its SHA-256. */
  readonly model: string;
}

/**
 * The message that says a map can be read: CloudEvents 1.0, structured JSON, with a GeoJSON Feature that links to the
 * STAC item. Sent more than once it has the same id, which is made of item, run and change.
 */
export function notification(
  item: StacItem,
  context: NotificationContext,
): { readonly event: Notification; readonly attributes: NotificationAttributes } {
  const attributes = attributesOf(item, context);
  const key = itemKey(item.collection, item.id);
  const href = `s3://${context.bucket}/${key}`;
  const published = context.publishedAt.toISOString();
  const { properties } = item;
  const event: Notification = {
    specversion: '1.0',
    id: notificationId(item.collection, item.id, properties['s2mp:run'], context.change),
    source: `s3://${context.bucket}/collections/${item.collection}`,
    type: `s2mp-nrt.item.${context.change}`,
    subject: item.id,
    time: published,
    datacontenttype: 'application/geo+json',
    data: {
      type: 'Feature',
      id: item.id,
      geometry: item.geometry,
      bbox: item.bbox,
      properties: {
        pubtime: published,
        operation: OPERATION[context.change],
        data_id: `${item.collection}/${item.id}`,
        metadata_id: item.collection,
        datetime: properties.datetime,
        start_datetime: properties.start_datetime,
        end_datetime: properties.end_datetime,
        integrity: { method: 'sha256', value: createHash('sha256').update(context.itemBytes).digest('base64') },
        key,
        run: properties['s2mp:run'],
        source_product: properties['s2mp:source_product'],
        ...attributes,
        cells: [...attributes.cells],
      },
      links: [{ rel: 'item', href, type: 'application/geo+json' }],
    },
  };
  return { event: notificationSchema.parse(event), attributes };
}

const OPERATION = { created: 'create', reprocessed: 'update', superseded: 'update', withdrawn: 'delete' } as const;

/** 32 hexadecimal digits. */
function notificationId(collection: string, item: string, run: string, change: Change): string {
  return createHash('sha256')
    .update(canonicalJson([collection, item, run, change]))
    .digest('hex')
    .slice(0, 32);
}

function attributesOf(item: StacItem, { change, timeliness }: NotificationContext): NotificationAttributes {
  const { properties } = item;
  const { name, sha256 } = properties['s2mp:model'];
  const track = String(properties['sat:relative_orbit']).padStart(3, '0');
  return {
    collection: item.collection,
    change,
    cells: notificationCells(item.geometry),
    acqDay: Number(properties.start_datetime.slice(0, 10).replaceAll('-', '')),
    orbit: `${properties['sat:orbit_state']}-${track}`,
    platform: `S${properties.platform.slice('sentinel-'.length).toUpperCase()}`,
    timeliness,
    validPct: properties['s2mp:valid_percent'],
    model: `${name}-${sha256.slice(0, 12)}`,
  };
}
