import { InputError } from '../../errors/input.error.ts';
import type { GridWindow } from '../../grid/grid-window.ts';
import { tileName, tilesOfWindow } from '../../grid/tile-name.ts';
import { chooseNdvi, type NdviChoice } from '../../ndvi/choose-ndvi.ts';
import type { CollectionId } from '../../product/collection-id.ts';
import { type ContentIdentity, tileIdentity } from '../../product/content-identity.ts';
import { NDVI_FILLED_PREFIX, NDVI_S3_PREFIX } from '../../product/keys.ts';
import type { Services } from '../services.ts';
import { ndviSeries } from '../sources/tiles-in-store.ts';

/** Where each collection's NDVI lies. */
const SERIES = { 's2mp-s1s2': NDVI_FILLED_PREFIX, 's2mp-s1s3': NDVI_S3_PREFIX } as const;

export interface ChosenNdvi {
  readonly choices: readonly NdviChoice[];
  readonly identities: readonly ContentIdentity[];
}

/**
 * The NDVI of a collection for a scene: per tile the date nearest to the acquisition. Tiles without one that is near
 * enough are left out; their cells get QA bit 4.
 *
 * @throws InputError `no-ndvi` if no tile of the scene has one
 */
export async function chooseNdviFor(
  collection: CollectionId,
  window: GridWindow,
  acquired: Date,
  { configuration, store }: Pick<Services, 'configuration' | 'store'>,
): Promise<ChosenNdvi> {
  const series = ndviSeries(store, SERIES[collection]);
  const tiles = tilesOfWindow(window).map(tileName);
  const choices = await chooseNdvi(series, tiles, acquired, configuration.maxNdviAgeDays);
  if (choices.length === 0) {
    throw new InputError(
      'no-ndvi',
      series.name,
      `no tile of ${tiles.join(', ')} has an NDVI within ${configuration.maxNdviAgeDays} days of ${acquired.toISOString().slice(0, 10)}`,
      `Put one at ${SERIES[collection]}<tile>/<yyyy-mm-dd>.tif and order the scene again.`,
    );
  }
  const identities: ContentIdentity[] = [];
  for (const { tile, date, source } of choices) {
    identities.push(await tileIdentity(`${SERIES[collection]}${tile}/${date}.tif`, source));
  }
  return { choices, identities };
}
