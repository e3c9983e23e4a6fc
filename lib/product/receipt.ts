import { z } from 'zod';
import { PRIORS } from '../s2mp/prior.ts';
import { encodeDocument, parseDocument } from './json-document.ts';

const time = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.strictObject({ path: z.string(), sha256 });
const seconds = z.number().nonnegative();

/**
 * How one map came to be: enough to make it again and to say where the time went. The only document besides the
 * ledger that speaks of times of running and of the machine.
 */
export const receiptSchema = z.strictObject({
  type: z.literal('s2mp-receipt'),
  run: sha256,
  collection: z.string(),
  item: z.string(),
  product: z.string(),
  scene: z.strictObject({ bucket: z.string(), location: z.string() }),
  /** Content identities, see content-identity.ts. */
  inputs: z.strictObject({
    scene: z.array(file),
    ndvi: z.array(file),
    landcover: z.array(file),
    dem: z.array(file),
    /** The precise-orbit file, if one took the place of the annotation's orbit. */
    orbit: z.array(file).length(1).optional(),
  }),
  /** Where terrain heights came from: DEM tiles, or the annotation's grid when there were none. */
  heights: z.enum(['dem-egm', 'dem-ellipsoid', 'annotation-grid']),
  model: z.strictObject({ name: z.string(), prior: z.enum(PRIORS), sha256 }),
  parameters: z.record(z.string(), z.json()),
  code: z.strictObject({ name: z.literal('s2mp-nrt'), version: z.string() }),
  environment: z.strictObject({
    node: z.string(),
    platform: z.string(),
    arch: z.string(),
    cpu: z.string().optional(),
    cores: z.int().positive(),
    threads: z.int().nonnegative().optional(),
    onnxruntime: z.string().optional(),
  }),
  outputs: z.array(z.strictObject({ key: z.string(), size: z.int().nonnegative(), checksum: z.string() })),
  /** Numbers that people ask for first. */
  summary: z.strictObject({
    cells: z.int(),
    observed: z.int(),
    retrieved: z.int(),
    recommended: z.int(),
    meanSm: z.number().optional(),
  }),
  times: z.strictObject({
    /** End of the acquisition. */
    sensed: time,
    /** When the scene came into sight of this system. */
    arrived: time,
    started: time,
    finished: time,
  }),
  stages: z.array(z.strictObject({ stage: z.string(), seconds })),
  peakMemoryBytes: z.int().nonnegative().optional(),
  /**
   * What the machine was charged for since its last receipt: this run, what came to nothing before it, and the machine's
   * start. Absent where nothing is charged.
   */
  cost: z
    .strictObject({
      usd: z.number().nonnegative(),
      gbSeconds: seconds,
      invocations: z.int().nonnegative(),
      reads: z.int().nonnegative(),
      writes: z.int().nonnegative(),
    })
    .optional(),
  /** What a person should know of this run, such as tiles that were absent. */
  remarks: z.array(z.string()),
});

export type Receipt = z.infer<typeof receiptSchema>;

/** @throws InvalidDocumentError */
export function parseReceipt(key: string, bytes: Uint8Array): Receipt {
  return parseDocument(receiptSchema, key, bytes);
}

export function encodeReceipt(receipt: Receipt): Uint8Array {
  return encodeDocument(receiptSchema.parse(receipt));
}
