/** A file that cannot become a tile of the store; the message names it, what is wrong and what to do. Others are not concerned. */
export class RefusedTileError extends Error {
  readonly tag = 'RefusedTileError';
  override readonly name = 'RefusedTileError';
}
