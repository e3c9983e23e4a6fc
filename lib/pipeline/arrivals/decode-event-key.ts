/** Object keys in S3 events are URL-encoded with `+` for a space; some emulators write `%20`. Both decode here. */
export function decodeEventKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
