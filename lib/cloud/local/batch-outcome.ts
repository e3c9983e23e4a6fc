import { z } from 'zod';

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch failed, by the response of the function, exactly as Lambda reads it with ReportBatchItemFailures:
 * nothing, null and an empty list mean success; anything malformed, and an id that is not of the batch, fail the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessages(response: unknown, batch: readonly string[]): ReadonlySet<string> {
  if (response === undefined || response === null || response === '') return new Set();
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return new Set(batch);
  const failed = (parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  return failed.every((id) => batch.includes(id)) ? new Set(failed) : new Set(batch);
}
