import { z } from 'zod';

const attribute = z.strictObject({
  DataType: z.enum(['String', 'Number', 'String.Array']),
  StringValue: z.string(),
});

/** What one file of a queue holds. Times are milliseconds since 1970 by the engine's clock. */
export const queueMessageSchema = z.strictObject({
  body: z.string(),
  /** Message attributes by name: those of a raw delivery. */
  attributes: z.record(z.string(), attribute),
  /** When it was first sent; a dead-letter queue keeps it. */
  sentAtMs: z.number(),
  /** The end of its delay. */
  visibleAtMs: z.number(),
  /** Receives that ended without success and without the death of the process. */
  failedReceives: z.number(),
});

export type QueueMessage = z.infer<typeof queueMessageSchema>;
