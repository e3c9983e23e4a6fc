import { InvalidKeyError } from './invalid-key.error.ts';

/** First segment of the folder in which objects are written before they appear; no key may lie below it. */
export const TEMP_SEGMENT = '.s2mp-tmp';

/** S3's own limit, in UTF-8 bytes. */
const MAX_KEY_BYTES = 1024;
/** NAME_MAX of the usual file systems, in UTF-8 bytes. */
const MAX_SEGMENT_BYTES = 255;

/** Why the key cannot be a file's path below the root, or undefined if it can. */
export function keyFault(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (key.startsWith('/')) return 'is an absolute path';
  if (!key.isWellFormed()) return 'is not well-formed Unicode';
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) return `is longer than ${MAX_KEY_BYTES} bytes`;
  // Backslashes and colons are separators on other platforms; a store must be movable between them.
  if (/[\0\\]/.test(key)) return 'holds a NUL or a backslash';
  const segments = key.split('/');
  if (segments[0] === TEMP_SEGMENT) return `lies in the reserved folder ${TEMP_SEGMENT}`;
  for (const segment of segments) {
    if (segment === '') return 'has an empty segment';
    if (segment === '.' || segment === '..') return `has the segment ${segment}`;
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) return `has a segment longer than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return undefined;
}

/** @throws InvalidKeyError */
export function checkKey(key: string): void {
  const fault = keyFault(key);
  if (fault !== undefined) throw new InvalidKeyError(key, fault);
}
