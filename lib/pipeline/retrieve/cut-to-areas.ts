import type { BoundingBox } from '../../grid/grid-window.ts';

/**
 * The box around what a scene's box shares with the areas of interest, in the turn of longitudes that the scene's box
 * is in; undefined if they share nothing.
 */
export function cutToAreas(
  box: BoundingBox,
  areas: readonly { readonly bbox: BoundingBox }[],
): BoundingBox | undefined {
  let cut: BoundingBox | undefined;
  for (const { bbox } of areas) {
    for (const turn of [-360, 0, 360]) {
      const west = Math.max(box[0], bbox[0] + turn);
      const south = Math.max(box[1], bbox[1]);
      const east = Math.min(box[2], bbox[2] + turn);
      const north = Math.min(box[3], bbox[3]);
      if (west >= east || south >= north) continue;
      cut = cut
        ? [Math.min(cut[0], west), Math.min(cut[1], south), Math.max(cut[2], east), Math.max(cut[3], north)]
        : [west, south, east, north];
    }
  }
  return cut;
}
