import { z } from 'zod';
import { InputError } from '../../errors/input.error.ts';
import { COLLECTION_IDS } from '../../product/collection-id.ts';
import type { Arrival } from './arrival.ts';
import { decodeEventKey } from './decode-event-key.ts';
import { PUBLIC_SCENE_BUCKET } from './public-scene-bucket.ts';

const collections = z.array(z.enum(COLLECTION_IDS)).min(1);
const orbit = z.string().min(1);
const sceneLocation = z.object({ bucket: z.string().min(1), prefix: z.string().min(1) });

// Only the fields that are read: event versions and addresses change without notice.
const s3Event = z.object({
  Records: z.array(
    z.object({
      eventSource: z.literal('aws:s3'),
      eventTime: z.string().optional(),
      eventName: z.string().optional(),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
    }),
  ),
});
const s3TestEvent = z.object({ Service: z.literal('Amazon S3'), Event: z.literal('s3:TestEvent') });
const snsEnvelope = z.object({ Type: z.literal('Notification'), Message: z.string() });
const snsLambdaEvent = z.object({
  Records: z.array(z.object({ EventSource: z.literal('aws:sns'), Sns: z.object({ Message: z.string() }) })),
});

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const ring = z.array(position).min(4);
const publicProduct = z.object({
  path: z.string().min(1),
  mode: z.string(),
  productType: z.string(),
  polarization: z.string(),
  s3Ingestion: z.string().optional(),
  footprint: z.union([
    z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  ]),
});

const reprocessingOrder = z.strictObject({
  type: z.literal('reprocessing-order'),
  scene: sceneLocation,
  collections: collections.optional(),
  orbit: orbit.optional(),
});

/** Intake's own message to itself: a scene whose files were not all there yet. */
export const waitingArrival = z.strictObject({
  type: z.literal('waiting-scene'),
  scene: sceneLocation,
  collections: collections.optional(),
  orbit: orbit.optional(),
  trigger: z.enum(['s3-event', 'public-topic', 'reprocessing-order']),
  firstSeen: z.iso.datetime(),
  attempt: z.number().int().positive(),
});
export type WaitingArrival = z.infer<typeof waitingArrival>;

/**
 * Reads a message of the arrivals queue, whichever envelope it is: an S3 event (own bucket), the `SentinelS1L1C`
 * message (raw, in an SNS envelope, or as a Lambda event), a reprocessing order, or a scene that waits.
 *
 * @returns one arrival per scene; none for S3's test event and for keys that start no scene
 * @throws InputError (`invalid-message`) if it is none of these: such a message can never succeed
 */
export function readArrivals(body: string): Arrival[] {
  return arrivalsOf(parseJson(body), body);
}

function arrivalsOf(message: unknown, body: string): Arrival[] {
  const events = s3Event.safeParse(message);
  if (events.success) return events.data.Records.flatMap(arrivalOfS3Record);
  if (s3TestEvent.safeParse(message).success) return [];
  const envelope = snsEnvelope.safeParse(message);
  if (envelope.success) return arrivalsOf(parseJson(envelope.data.Message), body);
  const lambdaEvent = snsLambdaEvent.safeParse(message);
  if (lambdaEvent.success) return lambdaEvent.data.Records.flatMap((r) => arrivalsOf(parseJson(r.Sns.Message), body));
  const product = publicProduct.safeParse(message);
  if (product.success) return [arrivalOfPublicProduct(product.data)];
  const order = reprocessingOrder.safeParse(message);
  if (order.success) return [arrivalOfOrder(order.data)];
  const waiting = waitingArrival.safeParse(message);
  if (waiting.success) return [arrivalOfWaiting(waiting.data)];
  throw new InputError(
    'invalid-message',
    'arrivals queue',
    `the message is no S3 event, SentinelS1L1C message or reprocessing order: ${excerpt(body)}`,
    'Send one of the three envelopes described in the README.',
  );
}

function arrivalOfS3Record(record: z.infer<typeof s3Event>['Records'][number]): Arrival[] {
  if (record.eventName !== undefined && !/^(s3:)?ObjectCreated:/.test(record.eventName)) return [];
  const key = decodeEventKey(record.s3.object.key);
  const location = key.endsWith('/manifest.safe') ? key.slice(0, -'/manifest.safe'.length) : key;
  if (location === key && !key.endsWith('.zip')) return [];
  return [{ trigger: 's3-event', bucket: record.s3.bucket.name, location, ...arrivedAt(record.eventTime) }];
}

function arrivalOfPublicProduct(product: z.infer<typeof publicProduct>): Arrival {
  const { footprint, mode, productType, polarization } = product;
  const polygons = footprint.type === 'Polygon' ? [footprint.coordinates] : footprint.coordinates;
  const rings = polygons.flatMap((polygon) => polygon.slice(0, 1)).map((r) => r.map(([x, y]) => [x, y] as const));
  return {
    trigger: 'public-topic',
    bucket: PUBLIC_SCENE_BUCKET,
    location: product.path,
    publicProduct: { mode, productType, polarization, footprint: rings },
    ...arrivedAt(product.s3Ingestion),
  };
}

function arrivalOfOrder({ scene, collections, orbit }: z.infer<typeof reprocessingOrder>): Arrival {
  const location = scene.prefix.replace(/\/+$/, '');
  const asked = { ...(collections && { collections }), ...(orbit !== undefined && { orbit }) };
  return { trigger: 'reprocessing-order', bucket: scene.bucket, location, ...asked };
}

function arrivalOfWaiting({ scene, collections, orbit, trigger, firstSeen, attempt }: WaitingArrival): Arrival {
  return {
    trigger,
    bucket: scene.bucket,
    location: scene.prefix,
    waiting: { firstSeen, attempt },
    ...(collections === undefined ? {} : { collections }),
    ...(orbit === undefined ? {} : { orbit }),
  };
}

/** A time that cannot be read is none: it must not keep a scene from being taken in. */
function arrivedAt(time: string | undefined): { arrivedAt?: string } {
  const date = new Date(time ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? {} : { arrivedAt: date.toISOString() };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(
      'invalid-message',
      'arrivals queue',
      `the message is no JSON: ${excerpt(text)}`,
      'Send one of the three envelopes described in the README.',
    );
  }
}

function excerpt(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
