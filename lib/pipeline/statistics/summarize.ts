import type { TileCorner } from '../../grid/tile-name.ts';
import { encodeDocument } from '../../product/json-document.ts';
import { statisticsKey } from '../../product/keys.ts';
import { encodeCog } from '../../raster/encode-cog.ts';
import type { DominantClasses } from '../../statistics/dominant-class.ts';
import { foldSampleMonths } from '../../statistics/fold-months.ts';
import { readSampleMoments } from '../../statistics/read-moments.ts';
import type { SampleMoments } from '../../statistics/sample-moments.ts';
import { createMonthSummary } from '../../statistics/summarize-maps.ts';
import { summarizeMonth } from '../../statistics/summarize-month.ts';
import { summaryCogSpec } from '../../statistics/summary-cog-spec.ts';
import { summaryDocument } from '../../statistics/summary-document.ts';
import { foldTotal } from './fold-total.ts';
import { type MonthMap, type MonthServices, readDominantClasses, readMonth, tilesOfWindows } from './month-maps.ts';
import { mapOnTile } from './month-on-tile.ts';
import { COG_TYPE, JSON_TYPE, putRecomputed } from './put-recomputed.ts';

/** Tiles are small: most of their time is that of the store. */
const TILES_IN_FLIGHT = 4;

/** Brings the summary of a collection's month up to date: its document, its tiles, and the totals of these tiles. */
export async function summarize(collection: string, month: string, services: MonthServices): Promise<void> {
  const { store } = services;
  const key = (file: string) => statisticsKey('summary', collection, month, file);
  await putRecomputed(store, key('summary.json'), JSON_TYPE, () => documentOf(collection, month, services));
  const before = await readMonth(collection, month, services);
  const tiles = tilesOfWindows(before.map(({ window }) => window));
  // All months are encoded side by side, and made anew if maps came live meanwhile.
  const encoded = await Promise.all(tiles.map(({ corner }) => encodeMonth(before, corner, collection, month)));
  const waiting = tiles.entries();
  const worker = async () => {
    for (const [i, { name, corner }] of waiting) await bringUpToDate(name, corner, encoded[i]);
  };
  // Settled: the job is not over while a write goes on.
  const workers = await Promise.allSettled(Array.from({ length: TILES_IN_FLIGHT }, worker));
  for (const result of workers) if (result.status === 'rejected') throw result.reason;

  async function bringUpToDate(name: string, corner: TileCorner, ofBefore: Uint8Array | undefined): Promise<void> {
    await putRecomputed(store, key(`${name}.tif`), COG_TYPE, async () => {
      const maps = await readMonth(collection, month, services);
      return isSameMonth(maps, before) ? ofBefore : encodeMonth(maps, corner, collection, month);
    });
    await foldTotal<SampleMoments>(
      store,
      { job: 'summary', pair: collection, tile: corner },
      readSampleMoments,
      (months) =>
        summaryCogSpec(foldSampleMonths(months), collection, {
          tile: corner,
          period: 'total',
          sources: months.map(({ id }) => id),
        }),
    );
  }
}

function isSameMonth(maps: readonly MonthMap[], before: readonly MonthMap[]): boolean {
  return (
    maps.length === before.length && maps.every(({ item, run }, i) => item === before[i]?.item && run === before[i].run)
  );
}

function encodeMonth(
  maps: readonly MonthMap[],
  corner: TileCorner,
  collection: string,
  month: string,
): Promise<Uint8Array> {
  const onTile = maps.flatMap((map) => {
    const values = mapOnTile(map, corner);
    return values ? [{ id: map.item, run: map.run, values }] : [];
  });
  const sources = onTile.map(({ id, run }) => `${id} ${run}`);
  return encodeCog(summaryCogSpec(summarizeMonth(onTile), collection, { tile: corner, period: month, sources }));
}

async function documentOf(collection: string, month: string, services: MonthServices): Promise<Uint8Array> {
  const maps = await readMonth(collection, month, services);
  const summary = createMonthSummary(services.configuration.regions);
  // Passes of one track show the same window.
  const byWindow = new Map<string, DominantClasses>();
  for (const map of maps) {
    const { column, row, width, height } = map.window;
    const name = [column, row, width, height].join();
    const dominant = byWindow.get(name) ?? (await readDominantClasses(map.window, services));
    byWindow.set(name, dominant);
    summary.add({ id: map.item, run: map.run, window: map.window, sm: map.sm, qa: map.qa, dominant });
  }
  const tiles = tilesOfWindows(maps.map(({ window }) => window)).map(({ name }) => name);
  return encodeDocument(summaryDocument(collection, month, summary.finish(), tiles));
}
