/** The command was asked for something that it cannot do as asked: options, folders, files of the caller. */
export class UsageError extends Error {
  readonly tag = 'UsageError';
  override readonly name = 'UsageError';
}
