/** The function is about to be stopped before its work is done, at the last delivery of its message. */
export class OutOfTimeError extends Error {
  readonly tag = 'OutOfTimeError';
  override readonly name = 'OutOfTimeError';
}
