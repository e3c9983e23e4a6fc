import type { BoundingBox, GridWindow } from '../grid/grid-window.ts';

/** A part of the Earth that statistics are reported for. */
export interface Region {
  readonly name: string;
  readonly bbox: BoundingBox;
}

/** 1 for each cell of the window whose centre lies in the box (west and south edge included), row-major. */
export function cellsInRegion(window: GridWindow, [west, south, east, north]: BoundingBox): Uint8Array {
  const { perDegree, column, row, width, height } = window;
  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const lat = 90 - (row + y + 0.5) / perDegree;
    if (lat < south || lat >= north) continue;
    for (let x = 0; x < width; x++) {
      const lon = (column + x + 0.5) / perDegree - 180;
      // Degrees east of the box's west edge, 0 … 360: box and window may each run on past 180° E.
      const eastward = (((lon - west) % 360) + 360) % 360;
      if (eastward < east - west) inside[y * width + x] = 1;
    }
  }
  return inside;
}
