/** The engine's folder holds something that the engine did not write. */
export class EngineStateError extends Error {
  readonly tag = 'EngineStateError';
  override readonly name = 'EngineStateError';
}
