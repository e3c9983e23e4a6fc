/**
 * Object keys in S3 events are URL-encoded with `+` for a space; some emulators write `%20`. Both decode here. A text that
 * no encoder has made (`100%.zip`) stays as it is: the scene that it names is then judged like any other.
 */
export function decodeEventKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return key;
  }
}
