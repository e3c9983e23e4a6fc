import { z } from 'zod';
import { parseDocument } from './json-document.ts';
import { bboxSchema, geometrySchema, linkSchema } from './stac-item-schema.ts';

/**
 * `created`: the first map of an acquisition. `reprocessed`: another run of the same source product. `superseded`:
 * the map of a better source product took the place of the one before. `withdrawn`: the map is gone.
 */
export const CHANGES = ['created', 'reprocessed', 'superseded', 'withdrawn'] as const;
export type Change = (typeof CHANGES)[number];

/** CloudEvents 1.0 (JSON event format) around a GeoJSON Feature in the manner of WIS2 notification messages. */
export const notificationSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  /** Item id. */
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/geo+json'),
  data: z.object({
    type: z.literal('Feature'),
    id: z.string().min(1),
    geometry: geometrySchema,
    bbox: bboxSchema,
    properties: z.object({
      pubtime: z.iso.datetime(),
      operation: z.enum(['create', 'update', 'delete']),
      data_id: z.string(),
      metadata_id: z.string(),
      datetime: z.iso.datetime(),
      start_datetime: z.iso.datetime(),
      end_datetime: z.iso.datetime(),
      /** Of the item's JSON; base64. */
      integrity: z.object({ method: z.literal('sha256'), value: z.string() }),
      /** Of the item in the store. */
      key: z.string().min(1),
      run: z.string().regex(/^[0-9a-f]{64}$/),
      source_product: z.string(),
      collection: z.string().min(1),
      change: z.enum(CHANGES),
      cells: z.array(z.string()),
      acqDay: z.int(),
      orbit: z.string(),
      platform: z.string(),
      timeliness: z.enum(['NRT', 'backfill']),
      validPct: z.number(),
      model: z.string(),
    }),
    links: z.array(linkSchema).min(1),
  }),
});

export type Notification = z.infer<typeof notificationSchema>;

/** @throws InvalidDocumentError */
export function parseNotification(where: string, text: string): Notification {
  return parseDocument(notificationSchema, where, text);
}
