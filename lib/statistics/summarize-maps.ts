import type { GridWindow } from '../grid/grid-window.ts';
import { type Distribution, distributionOf } from './distribution.ts';
import type { DominantClasses } from './dominant-class.ts';
import { type LandcoverGroup, landcoverGroups } from './landcover-groups.ts';
import { cellsInRegion, type Region } from './region-cells.ts';

/** One live map with what its summary needs; arrays row-major over `window`. */
export interface SummarizedMap {
  readonly id: string;
  /** Run that made the live version. */
  readonly run: string;
  /** The map's raster on the 1-km grid. */
  readonly window: GridWindow;
  /** m³ m⁻³, NaN = none. */
  readonly sm: Float32Array;
  readonly qa: Uint16Array;
  readonly dominant: DominantClasses;
}

/** A group of cells of a region with the distribution of soil moisture in it. */
export interface GroupSummary extends Distribution {
  readonly region: string;
  readonly landcover: number | null;
  readonly name: string;
  readonly cover: LandcoverGroup['cover'];
}

export interface ItemSummary {
  readonly id: string;
  readonly run: string;
  readonly groups: readonly GroupSummary[];
}

/** The name of the region that is the whole of each map, used where no regions are configured. */
export const WHOLE_MAP = 'map';

/** Collects a month of maps; add them in ascending order of their ids. */
export interface MonthSummary {
  add(map: SummarizedMap): void;
  /** Each map on its own, and all cells of all maps as one sample. */
  finish(): { readonly items: ItemSummary[]; readonly groups: GroupSummary[] };
}

interface Pool {
  readonly group: Pick<GroupSummary, 'region' | 'landcover' | 'name' | 'cover'>;
  readonly values: Float64Array[];
  cells: number;
}

export function createMonthSummary(regions: readonly Region[]): MonthSummary {
  const items: ItemSummary[] = [];
  const pools = new Map<string, Pool>();

  return {
    add(map) {
      const last = items.at(-1);
      if (last !== undefined && last.id >= map.id) throw new RangeError(`${map.id} was added after ${last.id}`);
      const groups: GroupSummary[] = [];
      for (const { region, inside } of areasOf(regions, map.window)) {
        for (const { landcover, name, cover, cells } of landcoverGroups(map.dominant, inside)) {
          const group = { region, landcover, name, cover };
          const values = recommended(map, cells);
          const pool = poolOf(pools, group);
          pool.cells += cells.length;
          pool.values.push(values);
          groups.push({ ...group, ...distributionOf(values.slice(), cells.length) });
        }
      }
      items.push({ id: map.id, run: map.run, groups });
    },
    finish() {
      const order = [...(regions.length > 0 ? regions.map(({ name }) => name) : [WHOLE_MAP])];
      const sorted = [...pools.values()].sort(
        (a, b) =>
          order.indexOf(a.group.region) - order.indexOf(b.group.region) ||
          (a.group.landcover ?? -1) - (b.group.landcover ?? -1) ||
          (a.group.cover < b.group.cover ? 1 : -1),
      );
      return {
        items,
        groups: sorted.map(({ group, values, cells }) => ({ ...group, ...distributionOf(joined(values), cells) })),
      };
    },
  };
}

function areasOf(regions: readonly Region[], window: GridWindow): { region: string; inside: Uint8Array }[] {
  if (regions.length === 0)
    return [{ region: WHOLE_MAP, inside: new Uint8Array(window.width * window.height).fill(1) }];
  return regions.map(({ name, bbox }) => ({ region: name, inside: cellsInRegion(window, bbox) }));
}

function recommended({ sm, qa }: SummarizedMap, cells: Uint32Array): Float64Array {
  const values: number[] = [];
  for (const cell of cells) {
    const value = sm[cell] as number;
    if (qa[cell] === 0 && !Number.isNaN(value)) values.push(value);
  }
  return Float64Array.from(values);
}

function poolOf(pools: Map<string, Pool>, group: Pool['group']): Pool {
  const key = `${group.region} ${group.landcover} ${group.cover}`;
  const found = pools.get(key) ?? { group, values: [], cells: 0 };
  pools.set(key, found);
  return found;
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
