import { tileName } from '../../grid/tile-name.ts';
import { encodeDocument } from '../../product/json-document.ts';
import { statisticsKey } from '../../product/keys.ts';
import { encodeCog } from '../../raster/encode-cog.ts';
import { compareCogSpec } from '../../statistics/compare-cog-spec.ts';
import { compareDocument, comparisonName } from '../../statistics/compare-document.ts';
import type { ComparedTile } from '../../statistics/compare-groups.ts';
import { compareMonth } from '../../statistics/compare-month.ts';
import { foldPairMonths } from '../../statistics/fold-months.ts';
import { tileWindow } from '../../statistics/map-tiles.ts';
import type { PairMoments } from '../../statistics/pair-moments.ts';
import { readPairMoments } from '../../statistics/read-moments.ts';
import type { StatisticsTile } from '../../statistics/statistics-tile.ts';
import { foldTotal } from './fold-total.ts';
import { type MonthMap, type MonthServices, readDominantClasses, readMonth, tilesOfWindows } from './month-maps.ts';
import { mapOnTile } from './month-on-tile.ts';
import { COG_TYPE, JSON_TYPE, putRecomputed } from './put-recomputed.ts';

/** Two collections; differences are x − y. */
interface Collections {
  readonly x: string;
  readonly y: string;
}

interface MonthPair {
  readonly id: string;
  readonly x: MonthMap;
  readonly y: MonthMap;
}

/**
 * Brings the comparison of two collections' month up to date: its document, its tiles, and the totals of these tiles.
 *
 * @returns false if no item is live in both collections yet: the second map's notification will come here again
 */
export async function compare(collections: Collections, month: string, services: MonthServices): Promise<boolean> {
  const { store } = services;
  const name = comparisonName(collections);
  const key = (file: string) => statisticsKey('compare', name, month, file);
  const live = await readPairs(collections, month, services);
  if (live.length === 0) return false;
  await putRecomputed(store, key('summary.json'), JSON_TYPE, () => documentOf(collections, month, services));
  for (const { corner } of tilesOf(live)) {
    await putRecomputed(store, key(`${tileName(corner)}.tif`), COG_TYPE, async () => {
      const pairs = await readPairs(collections, month, services);
      const onTile = pairsOn(pairs, corner);
      const sources = onTile.map(({ id, x, y }) => `${id} ${x.run} ${y.run}`);
      const tile: StatisticsTile = { tile: corner, period: month, sources };
      return encodeCog(compareCogSpec(compareMonth(onTile.map(({ values }) => values)), collections, tile));
    });
    await foldTotal<PairMoments>(store, { job: 'compare', pair: name, tile: corner }, readPairMoments, (months) =>
      compareCogSpec(foldPairMonths(months), collections, {
        tile: corner,
        period: 'total',
        sources: months.map(({ id }) => id),
      }),
    );
  }
  return true;
}

async function documentOf(collections: Collections, month: string, services: MonthServices): Promise<Uint8Array> {
  const pairs = await readPairs(collections, month, services);
  const tiles: ComparedTile[] = [];
  for (const { name, corner } of tilesOf(pairs)) {
    const dominant = await readDominantClasses(tileWindow(corner), services);
    tiles.push({ tile: name, moments: compareMonth(pairsOn(pairs, corner).map(({ values }) => values)), dominant });
  }
  const items = pairs.map(({ id, x, y }) => ({ id, runX: x.run, runY: y.run }));
  return encodeDocument(compareDocument(collections, month, items, tiles));
}

/** Items that are live in both collections, in the order of their ids. */
async function readPairs({ x, y }: Collections, month: string, services: MonthServices): Promise<MonthPair[]> {
  const second = new Map((await readMonth(y, month, services)).map((map) => [map.item, map]));
  return (await readMonth(x, month, services)).flatMap((map) => {
    const other = second.get(map.item);
    return other ? [{ id: map.item, x: map, y: other }] : [];
  });
}

function tilesOf(pairs: readonly MonthPair[]) {
  return tilesOfWindows(pairs.flatMap(({ x, y }) => [x.window, y.window]));
}

/** Those of which both maps touch the tile. */
function pairsOn(pairs: readonly MonthPair[], corner: StatisticsTile['tile']) {
  return pairs.flatMap((pair) => {
    const [x, y] = [mapOnTile(pair.x, corner), mapOnTile(pair.y, corner)];
    return x && y ? [{ ...pair, values: { id: pair.id, x, y } }] : [];
  });
}
