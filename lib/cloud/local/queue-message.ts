import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { EngineStateError } from './engine-state.error.ts';
import { fileFault } from './file-fault.ts';

const attribute = z.strictObject({
  DataType: z.enum(['String', 'Number', 'String.Array']),
  StringValue: z.string(),
});

/** What one file of a queue holds. Times are milliseconds since 1970 by the engine's clock. */
const queueMessageSchema = z.strictObject({
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

/** @throws EngineStateError if the file holds something else */
export async function readQueueMessage(path: string): Promise<QueueMessage> {
  try {
    return queueMessageSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (fileFault(error) !== undefined) throw error;
    throw new EngineStateError(`${path} is no message of this engine. Delete the file, or start afresh.`, {
      cause: error,
    });
  }
}
