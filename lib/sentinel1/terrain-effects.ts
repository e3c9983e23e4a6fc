import { type GridWindow, PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import type { Annotation } from './annotation.ts';
import { scanTerrain } from './scan-terrain.ts';

/**
 * 20 % (11.3°): facing the sensor at 38° such a slope gives 1.4 dB more by its area alone, which the network, knowing
 * the ellipsoid's incidence only, takes for wetter soil. That S²MP masks about here is known from one source only.
 */
export const STEEP_SLOPE = 0.2;

/** How many of the sampled 100-m pixels of each 1-km cell are … */
export interface TerrainEffects {
  /** steeper than the limit, */
  readonly steep: Uint8Array;
  /** in layover or shadow. */
  readonly distorted: Uint8Array;
}

/**
 * Counts steep and distorted pixels per cell. Any terrain in the window may distort; counted are pixels with a sample.
 *
 * @param window100m whole 1-km cells of the 1/1008° grid
 * @param cornerHeightsM the heights that the image was geocoded with, (width + 1) × (height + 1)
 * @param sigma0 of each pixel; NaN = no sample
 */
export function countTerrainEffects(
  annotation: Annotation,
  window100m: GridWindow,
  cornerHeightsM: Float32Array,
  sigma0: Float32Array,
  steepSlope = STEEP_SLOPE,
): TerrainEffects {
  const { width, height } = window100m;
  const side = PIXELS_PER_CELL_SIDE;
  const cellColumns = width / side;
  const cells = cellColumns * (height / side);
  const steep = new Uint8Array(cells);
  const distorted = new Uint8Array(cells);
  const isMarked = new Uint8Array(width * height);
  const count = (counts: Uint8Array, pixel: number) => {
    if (Number.isNaN(sigma0[pixel] as number)) return;
    const row = Math.floor(pixel / width);
    const cell = Math.floor(row / side) * cellColumns + Math.floor((pixel - row * width) / side);
    counts[cell] = (counts[cell] as number) + 1;
  };
  scanTerrain(annotation, window100m, cornerHeightsM, steepSlope, {
    steep: (pixel) => count(steep, pixel),
    distorted: (pixel) => {
      if (isMarked[pixel] === 1) return;
      isMarked[pixel] = 1;
      count(distorted, pixel);
    },
  });
  return { steep, distorted };
}
