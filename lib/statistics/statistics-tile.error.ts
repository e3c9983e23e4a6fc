/** A stored statistics raster that is none: of another size or number of bands than this version writes. */
export class StatisticsTileError extends Error {
  readonly tag = 'StatisticsTileError';
  override readonly name = 'StatisticsTileError';

  constructor(where: string, what: string) {
    super(`${where}: ${what}. Delete the month's files to have them computed again from its maps.`);
  }
}
