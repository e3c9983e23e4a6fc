import type { z } from 'zod';
import { InvalidDocumentError } from './invalid-document.error.ts';

/** @throws InvalidDocumentError naming the first fields that are wrong */
export function parseDocument<T>(schema: z.ZodType<T>, where: string, content: Uint8Array | string): T {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidDocumentError(where, `no JSON (${(cause as Error).message})`, { cause });
  }
  return checkDocument(schema, where, value);
}

/** As {@link parseDocument}, for a document that is about to be written. */
export function checkDocument<T>(schema: z.ZodType<T>, where: string, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.join('.') || '(whole)'}: ${message}`);
  throw new InvalidDocumentError(where, problems.join('; '));
}

/** Bytes of a document: indented for people, newline at the end, members in the order in which they were made. */
export function encodeDocument(document: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, null, 2)}\n`);
}
