/** The function is about to be stopped before its work is done; the message is delivered again. */
export class OutOfTimeError extends Error {
  readonly tag = 'OutOfTimeError';
  override readonly name = 'OutOfTimeError';
}
