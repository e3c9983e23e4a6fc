/** A JSON document of the store or of a message that does not hold what it must. Never the user's scene. */
export class InvalidDocumentError extends Error {
  readonly tag = 'InvalidDocumentError';
  override readonly name = 'InvalidDocumentError';
  /** Key or name of the document. */
  readonly where: string;

  constructor(where: string, what: string, options?: ErrorOptions) {
    super(`${where}: ${what}`, options);
    this.where = where;
  }
}
