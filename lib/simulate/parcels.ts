import { CELLS_PER_DEGREE_100M, type GridWindow } from '../grid/grid-window.ts';
import { streamSeed, uniform } from './hash.ts';
import type { SampleGrid } from './sample-grid.ts';

/** Parcels are Voronoi cells of points scattered one in each square of 3 × 3 pixels: 9 pixels (8 ha at 44°) on average. */
export const PIXELS_PER_PARCEL_SIDE = 3;
export const PARCELS_PER_DEGREE = CELLS_PER_DEGREE_100M / PIXELS_PER_PARCEL_SIDE;

/**
 * Probability that two different crop or herbaceous pixels of a 1-km cell lie in the same parcel: a property of this
 * layout alone, measured over many cells. Errors that a parcel's pixels share (roughness) are that much correlated.
 */
export const SAME_PARCEL_PROBABILITY = 0.128;

/** The lattice of parcels of which some pixel may lie in the window. One parcel per lattice point. */
export function parcelLattice(window: GridWindow): SampleGrid {
  const k = PIXELS_PER_PARCEL_SIDE;
  const column = Math.floor(window.column / k) - 1;
  const row = Math.floor(window.row / k) - 1;
  return {
    perDegree: PARCELS_PER_DEGREE,
    column,
    row,
    width: Math.floor((window.column + window.width - 1) / k) + 2 - column,
    height: Math.floor((window.row + window.height - 1) / k) + 2 - row,
    shift: 0.5,
  };
}

/** For each 100-m pixel of the window (row-major) the index of its parcel in `lattice`, which must cover the window. */
export function parcelOfPixels(seed: number, window: GridWindow, lattice: SampleGrid): Int32Array {
  const stream = streamSeed(seed, 'parcel');
  const count = lattice.width * lattice.height;
  const px = new Float64Array(count);
  const py = new Float64Array(count);
  for (let j = 0, o = 0; j < lattice.height; j++) {
    for (let i = 0; i < lattice.width; i++, o++) {
      px[o] = i + 0.12 + 0.76 * uniform(stream, lattice.column + i, 2 * (lattice.row + j));
      py[o] = j + 0.12 + 0.76 * uniform(stream, lattice.column + i, 2 * (lattice.row + j) + 1);
    }
  }
  const parcels = new Int32Array(window.width * window.height);
  const k = PIXELS_PER_PARCEL_SIDE;
  for (let j = 0, o = 0; j < window.height; j++) {
    const y = (window.row + j + 0.5) / k - lattice.row;
    const top = Math.floor(y) - 1;
    for (let i = 0; i < window.width; i++, o++) {
      const x = (window.column + i + 0.5) / k - lattice.column;
      const left = Math.floor(x) - 1;
      let nearest = -1;
      let least = Infinity;
      for (let q = top; q < top + 3; q++) {
        for (let at = q * lattice.width + left, end = at + 3; at < end; at++) {
          const dx = (px[at] as number) - x;
          const dy = (py[at] as number) - y;
          const distance = dx * dx + dy * dy;
          if (distance < least) {
            least = distance;
            nearest = at;
          }
        }
      }
      parcels[o] = nearest;
    }
  }
  return parcels;
}
