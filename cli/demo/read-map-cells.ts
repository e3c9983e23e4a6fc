import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { openObject } from '../../lib/pipeline/sources/object-source.ts';
import { InvalidDocumentError } from '../../lib/product/invalid-document.error.ts';
import { assetKey, itemKey } from '../../lib/product/keys.ts';
import { parseLiveItem } from '../../lib/product/live-item.ts';
import { MAP_ASSETS } from '../../lib/product/map-assets.ts';
import type { MapCells } from '../../lib/product/map-cells.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { readWindow } from '../../lib/raster/read-window.ts';

/** A live map as read back from its files: what a user of it sees. */
export interface ReadMap {
  readonly start: string;
  readonly cells: Pick<MapCells, 'window' | 'sm' | 'uncertainty' | 'qa' | 'ndvi'>;
}

/** @throws InvalidDocumentError if the item or one of its files is not there */
export async function readMapCells(store: ObjectStore, collection: string, item: string): Promise<ReadMap> {
  const key = itemKey(collection, item);
  const object = await store.get(key);
  if (!object) throw new InvalidDocumentError(key, 'there is no such item');
  const live = parseLiveItem(key, object.bytes);
  const { width, height } = live.window;
  const band = async (assetName: string, bandName: string) => {
    const asset = MAP_ASSETS.find((candidate) => candidate.key === assetName);
    const index = asset?.bands.findIndex(({ name }) => name === bandName) ?? -1;
    if (!asset || index < 0) throw new RangeError(`no band ${bandName} in ${assetName}`);
    const path = assetKey(collection, item, live.run, asset.file);
    const source = await openObject(store, path);
    if (!source) throw new InvalidDocumentError(path, 'the file is missing');
    return readWindow(await openTiff(source), { column: 0, row: 0, width, height }, { band: index });
  };
  return {
    start: new Date(live.acquisition.startUs / 1000).toISOString(),
    cells: {
      window: live.window,
      sm: Float32Array.from(await band('sm', 'sm')),
      uncertainty: Float32Array.from(await band('uncertainty', 'uncertainty')),
      qa: Uint16Array.from(await band('qa', 'qa')),
      ndvi: Float32Array.from(await band('inputs', 'ndvi')),
    },
  };
}
