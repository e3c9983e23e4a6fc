/** A field state or coefficient for which the forward model is not defined. */
export class InvalidForwardInputError extends Error {
  readonly tag = 'InvalidForwardInputError';
  override readonly name = 'InvalidForwardInputError';
}
