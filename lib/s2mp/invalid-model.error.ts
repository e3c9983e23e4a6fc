/** A model file that is no S2MP network: corrupt, or of another format version, shape or naming. */
export class InvalidModelError extends Error {
  readonly tag = 'InvalidModelError';
  override readonly name = 'InvalidModelError';
}
