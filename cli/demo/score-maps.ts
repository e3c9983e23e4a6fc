import type { ObjectStore } from '../../lib/cloud/object-store.ts';
import { type ScoredCells, scoreAgainstTruth, type TruthScore } from '../../lib/statistics/score-against-truth.ts';
import type { MapRow } from '../maps/map-row.ts';
import { type ReadMap, readMapCells } from './read-map-cells.ts';
import { readTruth } from './read-truth.ts';
import { truthPath } from './render-world.ts';

export interface MapWithTruth extends ReadMap {
  readonly row: MapRow;
  readonly truth: Float32Array | undefined;
}

/** Reads the maps back from their files and scores those for which the truth is known, each and all dates together. */
export async function scoreMaps(
  store: ObjectStore,
  rows: readonly MapRow[],
  folder: string,
): Promise<{
  readonly maps: MapRow[];
  readonly cells: MapWithTruth[];
  readonly overall: Record<string, TruthScore>;
}> {
  const maps: MapRow[] = [];
  const cells: MapWithTruth[] = [];
  const byCollection = new Map<string, ScoredCells[]>();
  for (const row of rows) {
    const map = await readMapCells(store, row.collection, row.item);
    const day = map.start.slice(0, 10).replaceAll('-', '');
    const truth = await readTruth(truthPath(folder, day), map.cells.window);
    const scored = truth && { ...map.cells, truth };
    const withScore = scored ? { ...row, score: scoreAgainstTruth([scored]) } : row;
    maps.push(withScore);
    cells.push({ ...map, row: withScore, truth });
    if (scored) byCollection.set(row.collection, [...(byCollection.get(row.collection) ?? []), scored]);
  }
  const overall = Object.fromEntries([...byCollection].map(([name, all]) => [name, scoreAgainstTruth(all)]));
  return { maps, cells, overall };
}
