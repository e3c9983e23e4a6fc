/** A file that is no TIFF, a damaged one, or one of a kind that is not supported. Reading it again cannot help. */
export class InvalidTiffError extends Error {
  readonly tag = 'InvalidTiffError';
  override readonly name = 'InvalidTiffError';
  /** The file, and the block or tag in it. */
  readonly where: string;
  /** What is wrong there, with the value found. */
  readonly what: string;

  constructor(where: string, what: string, options?: ErrorOptions) {
    super(`${where}: ${what}`, options);
    this.where = where;
    this.what = what;
  }
}
