/** Stands for the death of the process: from here on nothing that the same life does has an effect. */
export class CrashError extends Error {
  readonly tag = 'CrashError';
  override readonly name = 'CrashError';
}
