import { type DominantClasses, HOMOGENEOUS_PIXELS } from './dominant-class.ts';
import { landcoverName } from './landcover-names.ts';

/** All cells, or those of one dominant class: M = all of them, H = the homogeneous ones among them. */
export interface LandcoverGroup {
  /** LC100 code; null = all cells, whatever their land cover. */
  readonly landcover: number | null;
  readonly name: string;
  readonly cover: 'all' | 'M' | 'H';
  /** Positions of the group's cells, ascending. */
  readonly cells: Uint32Array;
}

/**
 * The groups that statistics are reported for: all cells first, then M and H of each class in the order of codes.
 * H is listed even when it has no cell, so that M and H always stand side by side.
 *
 * @param inside 1 = the cell belongs to the region
 */
export function landcoverGroups(dominant: DominantClasses, inside: Uint8Array): LandcoverGroup[] {
  const all: number[] = [];
  const mixed = new Map<number, number[]>();
  for (let cell = 0; cell < inside.length; cell++) {
    if (inside[cell] !== 1) continue;
    all.push(cell);
    const code = dominant.code[cell] as number;
    if (code === 255) continue;
    const members = mixed.get(code) ?? [];
    members.push(cell);
    mixed.set(code, members);
  }
  const groups: LandcoverGroup[] = [{ landcover: null, name: 'all', cover: 'all', cells: Uint32Array.from(all) }];
  for (const [code, cells] of [...mixed].sort(([a], [b]) => a - b)) {
    const name = landcoverName(code);
    const homogeneous = cells.filter((cell) => (dominant.pixels[cell] as number) >= HOMOGENEOUS_PIXELS);
    groups.push({ landcover: code, name, cover: 'M', cells: Uint32Array.from(cells) });
    groups.push({ landcover: code, name, cover: 'H', cells: Uint32Array.from(homogeneous) });
  }
  return groups;
}
