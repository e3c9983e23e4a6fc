import { z } from 'zod';
import { REJECT_REASONS } from '../errors/reject-reason.ts';
import { encodeDocument, parseDocument } from './json-document.ts';

const time = z.iso.datetime();

/** What became of one map of a source product. */
const outcomeSchema = z.discriminatedUnion('state', [
  /** The map is live; `announced` is the time of its first notification. */
  z.strictObject({ state: z.literal('produced'), item: z.string(), run: z.string(), announced: time.optional() }),
  z.strictObject({ state: z.literal('rejected'), reason: z.enum(REJECT_REASONS), message: z.string() }),
  /** Another source product of the acquisition is better: it took the place, or had it already. */
  z.strictObject({
    state: z.literal('superseded'),
    by: z.string(),
    item: z.string().optional(),
    run: z.string().optional(),
  }),
  z.strictObject({ state: z.literal('failed'), fingerprint: z.string(), message: z.string() }),
]);

export type Outcome = z.infer<typeof outcomeSchema>;

const common = {
  type: z.literal('s2mp-ledger-record'),
  /** Source product without `.SAFE` or `.zip`, or the name that stood in its place. */
  product: z.string().min(1),
  /** Where the scene lies: bucket and key prefix or key. Absent for what named no place. */
  scene: z.strictObject({ bucket: z.string(), location: z.string() }).optional(),
  firstSeen: time,
  updated: time,
  /** When the scene was handed to the retrieval. */
  queuedAt: time.optional(),
  /** By collection. */
  outcomes: z.record(z.string(), outcomeSchema),
  /**
   * Source products whose live map this one replaces. Written before the replacement, so that after a crash their own
   * ledger records can still be brought to `superseded`.
   */
  supersedes: z.array(z.string()),
};

/** One record per source product: the state that it is in, and why. Public contract. */
export const ledgerRecordSchema = z.discriminatedUnion('state', [
  z.strictObject({ ...common, state: z.literal('in-flight') }),
  z.strictObject({ ...common, state: z.literal('produced') }),
  z.strictObject({ ...common, state: z.literal('rejected'), reason: z.enum(REJECT_REASONS), message: z.string() }),
  z.strictObject({ ...common, state: z.literal('superseded'), by: z.string() }),
  /** `fingerprint` is the same for failures of the same cause; see failure-fingerprint.ts. */
  z.strictObject({ ...common, state: z.literal('failed'), fingerprint: z.string(), message: z.string() }),
]);

export type LedgerRecord = z.infer<typeof ledgerRecordSchema>;
export type LedgerState = LedgerRecord['state'];

/** @throws InvalidDocumentError */
export function parseLedgerRecord(key: string, bytes: Uint8Array): LedgerRecord {
  return parseDocument(ledgerRecordSchema, key, bytes);
}

export function encodeLedgerRecord(record: LedgerRecord): Uint8Array {
  return encodeDocument(ledgerRecordSchema.parse(record));
}
