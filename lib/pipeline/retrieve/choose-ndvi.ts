import { InputError } from '../../errors/input.error.ts';
import { CELLS_PER_DEGREE_1KM, CELLS_PER_DEGREE_100M, type GridWindow } from '../../grid/grid-window.ts';
import { tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { chooseNdvi, type NdviChoice } from '../../ndvi/choose-ndvi.ts';
import { openNdviTile } from '../../ndvi/open-ndvi-tile.ts';
import type { CollectionId } from '../../product/collection-id.ts';
import { type ContentIdentity, tileIdentity } from '../../product/content-identity.ts';
import { NDVI_FILLED_PREFIX, NDVI_S3_PREFIX } from '../../product/keys.ts';
import type { Services } from '../services.ts';
import { ndviSeries } from '../sources/tiles-in-store.ts';

/** Where each collection's NDVI lies, and its resolution. */
const SERIES = {
  's2mp-s1s2': { prefix: NDVI_FILLED_PREFIX, perDegree: CELLS_PER_DEGREE_100M },
  's2mp-s1s3': { prefix: NDVI_S3_PREFIX, perDegree: CELLS_PER_DEGREE_1KM },
} as const;

export interface ChosenNdvi {
  readonly choices: readonly NdviChoice[];
  readonly identities: readonly ContentIdentity[];
  /** Tiles of the scene without an NDVI that is near enough. */
  readonly absent: readonly string[];
}

/**
 * The NDVI of a collection for a scene: per tile the date nearest to the acquisition. Tiles without one that is near
 * enough are left out; their cells get QA bit 4.
 *
 * @throws InputError `no-ndvi` if no tile of the scene has one, `invalid-ndvi` if one that was chosen is of another grid
 */
export async function chooseNdviFor(
  collection: CollectionId,
  window: GridWindow,
  acquired: Date,
  { configuration, store }: Pick<Services, 'configuration' | 'store'>,
): Promise<ChosenNdvi> {
  const { prefix, perDegree } = SERIES[collection];
  const series = ndviSeries(store, prefix);
  const tiles = tilesOfWindow(window).map(tileName);
  const choices = await chooseNdvi(series, tiles, acquired, configuration.maxNdviAgeDays);
  if (choices.length === 0) {
    throw new InputError(
      'no-ndvi',
      series.name,
      `no tile of ${tiles.join(', ')} has an NDVI within ${configuration.maxNdviAgeDays} days of ${acquired.toISOString().slice(0, 10)}`,
      'Put one there as <tile>/<yyyy-mm-dd>.tif and process the scene again.',
    );
  }
  const identities: ContentIdentity[] = [];
  for (const { tile, date, source } of choices) {
    await openNdviTile(source, tile, perDegree);
    identities.push(await tileIdentity(`${prefix}${tile}/${date}.tif`, source));
  }
  const absent = tiles.filter((name) => !choices.some(({ tile }) => tile === name));
  return { choices, identities, absent };
}
