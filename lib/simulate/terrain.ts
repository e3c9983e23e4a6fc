import type { SampleGrid } from './sample-grid.ts';
import { addSmoothNoise, smoothNoise } from './smooth-noise.ts';
import { inlandKm, type World } from './world.ts';

/** Posts of the elevation model: 1/900° (about 124 m × 90 m), fine enough for the retrieval's 100-m pixels. */
export const POSTS_PER_DEGREE = 900;

/** Heights stay below this asymptote, m. */
const SUMMIT_M = 900;
/** Rolling hills, valleys and knolls: slopes of some 6 % together, so that neither layover nor shadow occurs. */
const RELIEF = [
  { name: 'massif', spacingDeg: 0.16, deviation: 140 },
  { name: 'hills', spacingDeg: 0.05, deviation: 55 },
  { name: 'knolls', spacingDeg: 0.018, deviation: 14 },
];
/** Mean height far inland, m, and the distance over which the land rises from the coastal plain, km. */
const PLATEAU_M = 330;
const RISE_KM = 25;

/** Heights above the geoid (m); the sea is exactly 0, land at least 1. */
export function terrainHeightsM(world: World, grid: SampleGrid): Float32Array {
  const inland = inlandKm(world, grid);
  const heights = smoothNoise(grid, RELIEF[0] as (typeof RELIEF)[number], world.seed);
  for (const octave of RELIEF.slice(1)) addSmoothNoise(heights, grid, octave, world.seed);
  for (let i = 0; i < heights.length; i++) {
    const distanceKm = inland[i] as number;
    if (distanceKm < 0) {
      heights[i] = 0;
      continue;
    }
    const rise = 1 - Math.exp(-((distanceKm / RISE_KM) ** 2));
    const raw = 4 + 1.5 * Math.min(distanceKm, 10) + rise * (PLATEAU_M + (heights[i] as number));
    heights[i] = Math.max(1, SUMMIT_M * Math.tanh(raw / SUMMIT_M));
  }
  return heights;
}
