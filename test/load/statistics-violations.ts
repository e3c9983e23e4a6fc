import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { tileName, tilesOfWindow } from '../../lib/grid/tile-name.ts';
import type { Configuration } from '../../lib/pipeline/configuration.ts';
import { parseItemId } from '../../lib/product/acquisition.ts';
import { parseDocument } from '../../lib/product/json-document.ts';
import { statisticsKey } from '../../lib/product/keys.ts';
import type { LiveItem } from '../../lib/product/live-item.ts';
import { openTiff } from '../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../lib/raster/range-source.ts';
import type { TiffImage } from '../../lib/raster/tiff-image.ts';
import { compareDocumentSchema, comparisonName } from '../../lib/statistics/compare-document.ts';
import { readPairMoments, readSampleMoments } from '../../lib/statistics/read-moments.ts';
import { summaryDocumentSchema } from '../../lib/statistics/summary-document.ts';

/** One job of one month, and what must have gone into it. */
interface ExpectedMonth {
  readonly job: 'summary' | 'compare';
  readonly pair: string;
  readonly month: string;
  /** `<item> <run> …`, ascending. */
  readonly sources: readonly string[];
  /** Those of the maps that lie on each tile. */
  readonly tiles: ReadonlyMap<string, readonly string[]>;
}

/** Whether every month of every collection and comparison holds all live maps, and every total all months. */
export async function statisticsViolations(
  items: readonly LiveItem[],
  store: ObjectStore,
  configuration: Pick<Configuration, 'collections' | 'comparisons'>,
): Promise<string[]> {
  const months = expectedMonths(items, configuration);
  const violations: string[] = [];
  /** Counts per cell, summed over the months of a total, and which months. */
  const totals = new Map<string, { readonly of: ExpectedMonth; months: string[]; n: Float64Array }>();
  for (const expected of months) {
    violations.push(...(await documentViolations(expected, store)));
    for (const [tile, sources] of expected.tiles) {
      const key = keyOf(expected, expected.month, `${tile}.tif`);
      const image = await imageAt(key, store);
      if (!image) violations.push(`${key} is missing`);
      if (!image) continue;
      violations.push(...sourcesViolations(key, image, sources));
      const n = await countsOf(expected.job, image);
      const total = keyOf(expected, 'total', `${tile}.tif`);
      const sum = totals.get(total) ?? { of: expected, months: [], n: new Float64Array(n.length) };
      totals.set(total, { ...sum, months: [...sum.months, expected.month], n: sum.n.map((s, i) => s + (n[i] ?? 0)) });
    }
  }
  for (const [key, sum] of totals) {
    const image = await imageAt(key, store);
    if (!image) violations.push(`${key} is missing`);
    if (!image) continue;
    violations.push(...sourcesViolations(key, image, sum.months.toSorted()));
    const n = await countsOf(sum.of.job, image);
    if (n.some((count, i) => count !== sum.n[i])) violations.push(`${key} is not the sum of its months`);
  }
  return violations;
}

function expectedMonths(
  items: readonly LiveItem[],
  { collections, comparisons }: Pick<Configuration, 'collections' | 'comparisons'>,
): ExpectedMonth[] {
  const byMonth = Map.groupBy(items, ({ item }) => parseItemId(item)?.day.slice(0, 7).replace('/', '-') ?? '');
  return [...byMonth].flatMap(([month, maps]) => {
    const of = (collection: string) =>
      maps.filter((map) => map.collection === collection).toSorted((a, b) => (a.item < b.item ? -1 : 1));
    const summaries = collections.map((id): ExpectedMonth => {
      const source = ({ item, run }: LiveItem) => `${item} ${run}`;
      return { job: 'summary', pair: id, month, sources: of(id).map(source), tiles: tilesOf(of(id), source) };
    });
    const compared = comparisons.map(([x, y]): ExpectedMonth => {
      const runsOfY = new Map(of(y).map(({ item, run }) => [item, run]));
      const both = of(x).filter(({ item }) => runsOfY.has(item));
      const source = ({ item, run }: LiveItem) => `${item} ${run} ${runsOfY.get(item)}`;
      const pair = comparisonName({ x, y });
      return { job: 'compare', pair, month, sources: both.map(source), tiles: tilesOf(both, source) };
    });
    return [...summaries, ...compared].filter(({ sources }) => sources.length > 0);
  });
}

function tilesOf(maps: readonly LiveItem[], source: (map: LiveItem) => string): Map<string, string[]> {
  const tiles = new Map<string, string[]>();
  for (const map of maps) {
    for (const tile of tilesOfWindow(map.window).map(tileName)) {
      tiles.set(tile, [...(tiles.get(tile) ?? []), source(map)]);
    }
  }
  return tiles;
}

function keyOf({ job, pair }: ExpectedMonth, period: string, file: string): string {
  return statisticsKey(job, pair, period, file);
}

async function documentViolations(expected: ExpectedMonth, store: ObjectStore): Promise<string[]> {
  const key = keyOf(expected, expected.month, 'summary.json');
  const object = await store.get(key);
  if (!object) return [`${key} is missing`];
  const sources =
    expected.job === 'summary'
      ? parseDocument(summaryDocumentSchema, key, object.bytes).items.map(({ id, run }) => `${id} ${run}`)
      : parseDocument(compareDocumentSchema, key, object.bytes).items.map(
          ({ id, runX, runY }) => `${id} ${runX} ${runY}`,
        );
  return missingFrom(key, sources, expected.sources);
}

async function imageAt(key: string, store: ObjectStore): Promise<TiffImage | undefined> {
  const object = await store.get(key);
  return object && openTiff(sourceOfBytes(key, object.bytes));
}

function sourcesViolations(key: string, image: TiffImage, expected: readonly string[]): string[] {
  return missingFrom(key, JSON.parse(image.metadata.S2MP_SOURCES ?? '[]'), expected);
}

function missingFrom(key: string, found: readonly string[], expected: readonly string[]): string[] {
  if (found.join() === expected.join()) return [];
  const missing = expected.filter((source) => !found.includes(source));
  const [first = 'only in another order'] = missing;
  return [`${key} holds ${found.length} sources, not ${expected.length}; missing: ${first} …`];
}

async function countsOf(job: 'summary' | 'compare', image: TiffImage): Promise<Float64Array> {
  return (await (job === 'summary' ? readSampleMoments(image) : readPairMoments(image))).n;
}
