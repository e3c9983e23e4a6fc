import { z } from 'zod';
import { parseDocument } from './json-document.ts';
import { bboxSchema, geometrySchema, linkSchema } from './stac-item-schema.ts';

/**
 * `created`: the first map of an acquisition. `reprocessed`: another run of the same source product. `superseded`:
 * the map of a better source product took the place of the one before. `withdrawn` is reserved for a map that is gone:
 * nothing sends it yet.
 */
export const CHANGES = ['created', 'reprocessed', 'superseded', 'withdrawn'] as const;
export type Change = (typeof CHANGES)[number];

/** With text for those who read the AsyncAPI document. */
const described = <T extends z.ZodType>(schema: T, description: string, ...examples: z.output<T>[]): T =>
  schema.meta({ description, ...(examples.length > 0 && { examples }) });

/**
 * What subscribers filter by: SNS message attributes, and members of the feature's properties too. SNS sees at most 10 of them under
 * raw delivery, and numbers within ±1e9.
 */
export const notificationAttributesSchema = z.object({
  collection: described(z.string().min(1), 'Collection of the map.', 's2mp-s1s2', 's2mp-s1s3'),
  change: described(
    z.enum(CHANGES),
    'created: the first map of an acquisition. reprocessed: another run of the same source product. superseded: the map of' +
      ' a better source product took the place of the one before. withdrawn: reserved for a map that' +
      ' is gone; nothing sends it yet.',
    'created',
  ),
  cells: described(
    z.array(z.string().regex(/^[NS]\d{2}[EW]\d{3}\/[NS]\d{2}[EW]\d{3}$/)).min(1),
    'Fixed 5° cells that the footprint touches, each named by its south-west corner after that of the 10° block that holds' +
      ' it. Filter by whole names, or by the prefix of a block.',
    ['N40E000/N40E000', 'N40E000/N40E005'],
  ),
  acqDay: described(z.int().min(20_140_101).max(99_991_231), 'UTC day of the acquisition, yyyymmdd.', 20_210_809),
  orbit: described(
    z.string().regex(/^(ascending|descending)-\d{3}$/),
    'Direction and relative orbit.',
    'ascending-059',
    'descending-008',
  ),
  platform: described(z.string().regex(/^S1[A-Z]$/), 'Satellite.', 'S1A', 'S1C'),
  timeliness: described(
    z.enum(['NRT', 'backfill']),
    'NRT: the scene came as it was taken. backfill: from an archive, or ordered anew.',
    'NRT',
  ),
  validPct: described(z.number().min(0).max(100), 'Cells with QA 0, percent of those observed.', 62.5),
  model: described(
    z.string().min(1),
    'Name of the network and the first digits of its SHA-256.',
    's2mp-vv-3f2a9c01d4e7',
  ),
});

/** UTC, to the microsecond at most. */
const utc = z.iso.datetime();

/** CloudEvents 1.0 (JSON event format) around a GeoJSON Feature in the manner of WIS2 notification messages. */
export const notificationSchema = z.object({
  specversion: z.literal('1.0'),
  id: described(
    z.string().min(1),
    'Hash of collection, item, run and change. What is sent again has the same id: drop what you have seen.',
    '5f2b1c0d9e8a7f6b5c4d3e2f1a0b9c8d',
  ),
  source: described(z.string().min(1), 'Collection in the object store.', 's3://maps/collections/s2mp-s1s2'),
  type: described(z.string().min(1), 's2mp-nrt.item. and the change.', 's2mp-nrt.item.created'),
  subject: described(z.string().min(1), 'Id of the STAC item.', 'S1A_IW_20210809T173953_039156_049F13'),
  time: described(utc, 'When it was published.'),
  datacontenttype: z.literal('application/geo+json'),
  data: z.object({
    type: z.literal('Feature'),
    id: described(z.string().min(1), 'Id of the STAC item.'),
    geometry: described(geometrySchema, 'Footprint; split at the antimeridian as RFC 7946 has it.'),
    bbox: described(bboxSchema, 'West, south, east, north; west is greater than east across the antimeridian.'),
    properties: z.object({
      pubtime: described(utc, 'When it was published.'),
      operation: described(z.enum(['create', 'update', 'delete']), 'As the change says; delete is reserved.', 'create'),
      data_id: described(z.string(), 'Collection and item.', 's2mp-s1s2/S1A_IW_20210809T173953_039156_049F13'),
      metadata_id: described(z.string(), 'Collection.'),
      datetime: described(utc, 'Middle of the acquisition.'),
      start_datetime: described(utc, 'First line of the scene.'),
      end_datetime: described(utc, 'Last line of the scene.'),
      integrity: described(
        z.object({ method: z.literal('sha256'), value: z.string() }),
        "Checksum of the item's JSON, base64.",
      ),
      key: described(z.string().min(1), 'Of the item in the object store.'),
      run: described(z.string().regex(/^[0-9a-f]{64}$/), 'Hash of everything that decided the map; names its receipt.'),
      source_product: described(z.string(), 'Sentinel-1 product that the map was made of.'),
      ...notificationAttributesSchema.shape,
    }),
    links: described(z.array(linkSchema).min(1), 'One with rel "item": the STAC item, which can be read already.'),
  }),
});

export type Notification = z.infer<typeof notificationSchema>;

/** @throws InvalidDocumentError */
export function parseNotification(where: string, text: string): Notification {
  return parseDocument(notificationSchema, where, text);
}
