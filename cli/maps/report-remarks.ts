import type { MapRow } from './map-row.ts';

/** What a reader of the maps should know of their inputs, each remark once, on stderr. */
export function reportRemarks(maps: readonly MapRow[]): void {
  for (const remark of new Set(maps.flatMap(({ remarks }) => remarks))) process.stderr.write(`s2mp: ${remark}\n`);
}
