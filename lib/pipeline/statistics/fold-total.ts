import type { ObjectStore } from '../../cloud/object-store.ts';
import { type TileCorner, tileName } from '../../grid/tile-name.ts';
import { statisticsKey } from '../../product/keys.ts';
import type { CogSpec } from '../../raster/cog-spec.ts';
import { encodeCog } from '../../raster/encode-cog.ts';
import { openTiff } from '../../raster/open-tiff.ts';
import type { TiffImage } from '../../raster/tiff-image.ts';
import type { MonthOf } from '../../statistics/fold-months.ts';
import { openObject } from '../sources/object-source.ts';
import { COG_TYPE, putRecomputed } from './put-recomputed.ts';

/** Folds a tile's months into its total, in calendar order. */
export async function foldTotal<Moments>(
  store: ObjectStore,
  { job, pair, tile }: { readonly job: string; readonly pair: string; readonly tile: TileCorner },
  readMoments: (image: TiffImage) => Promise<Moments>,
  specOf: (months: readonly MonthOf<Moments>[]) => CogSpec,
): Promise<void> {
  const file = `${tileName(tile)}.tif`;
  await putRecomputed(store, statisticsKey(job, pair, 'total', file), COG_TYPE, async () => {
    const months: MonthOf<Moments>[] = [];
    for (const id of await monthsWith(store, job, pair, file)) {
      const source = await openObject(store, statisticsKey(job, pair, id, file));
      if (source) months.push({ id, moments: await readMoments(await openTiff(source)) });
    }
    return encodeCog(specOf(months));
  });
}

async function monthsWith(store: ObjectStore, job: string, pair: string, file: string): Promise<string[]> {
  const months: string[] = [];
  const prefix = statisticsKey(job, pair, '', '').replace(/\/+$/, '/');
  for await (const { key } of store.list(prefix)) {
    const month = /^(\d{4}-\d{2})\//.exec(key.slice(prefix.length))?.[1];
    if (month !== undefined && key === statisticsKey(job, pair, month, file)) months.push(month);
  }
  return months.sort();
}
