import type { ObjectStore } from '../../../../lib/cloud/object-store.ts';
import type { GridWindow } from '../../../../lib/grid/grid-window.ts';
import { parseItemId } from '../../../../lib/product/acquisition.ts';
import type { CollectionId } from '../../../../lib/product/collection-id.ts';
import { multihashOf } from '../../../../lib/product/content-identity.ts';
import { encodeDocument } from '../../../../lib/product/json-document.ts';
import { assetKey, itemKey } from '../../../../lib/product/keys.ts';
import { assetCogSpec, MAP_ASSETS } from '../../../../lib/product/map-assets.ts';
import { emptyMapCells } from '../../../../lib/product/map-cells.ts';
import { stacItem } from '../../../../lib/product/stac-item.ts';
import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { DESCRIPTION } from '../../product/sample-item.ts';

/** Two by two cells in the north-west of tile N43E003. */
export const WINDOW = { perDegree: 112, column: 183 * 112, row: 46 * 112, width: 2, height: 2 } as const;
export const TILE = 'N43E003';

export interface LiveMap {
  readonly collection: CollectionId;
  readonly item: string;
  /** First digit of the run; the others are 0. */
  readonly run?: string;
  /** m³ m⁻³ of the four cells, row-major. */
  readonly sm: readonly number[];
  readonly qa?: readonly number[];
  /** Default: {@link WINDOW}; another one must have as many cells. */
  readonly window?: GridWindow;
}

export function runOf(digit: string): string {
  return digit.padEnd(64, '0');
}

/** Puts a map as the retrieval leaves it: its files, then its item. */
export async function putLiveMap(store: ObjectStore, map: LiveMap): Promise<void> {
  const { collection, item, sm, qa = [0, 0, 0, 0], window = WINDOW } = map;
  const run = runOf(map.run ?? 'a');
  const cells = emptyMapCells(window);
  cells.sm.set(sm);
  cells.qa.set(qa);
  for (const asset of MAP_ASSETS) {
    const bytes = await encodeCog(assetCogSpec(asset, cells, { RUN: run }));
    await store.put(assetKey(collection, item, run, asset.file), bytes);
  }
  const day = parseItemId(item)?.day.replaceAll('/', '-');
  const startUs = Date.parse(`${day}T17:39:53Z`) * 1000;
  const acquisition = { ...DESCRIPTION.acquisition, startUs, stopUs: startUs + 25e6 };
  const assets = { ...DESCRIPTION.assets, sm: { ...DESCRIPTION.assets.sm, checksum: multihashOf(new Uint8Array(0)) } };
  const document = stacItem({ ...DESCRIPTION, collection, item, run, acquisition, assets, window });
  await store.put(itemKey(collection, item), encodeDocument(document));
}
