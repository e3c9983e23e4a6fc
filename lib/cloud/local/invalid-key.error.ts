/** A key that cannot be stored as a file below the root: the writer is at fault, so it is never worth a retry. */
export class InvalidKeyError extends Error {
  readonly tag = 'InvalidKeyError';
  override readonly name = 'InvalidKeyError';
  readonly key: string;

  constructor(key: string, what: string) {
    super(`key ${JSON.stringify(key)} ${what}`);
    this.key = key;
  }
}
