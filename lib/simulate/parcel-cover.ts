import { streamSeed, uniform } from './hash.ts';
import type { SampleGrid } from './sample-grid.ts';
import { latitudeOf, longitudeOf } from './sample-grid.ts';
import { smoothNoise } from './smooth-noise.ts';
import { terrainHeightsM } from './terrain.ts';
import { inlandKm, type World } from './world.ts';

/** Codes of the discrete CGLS-LC100 classification that occur in the world. */
export const COVER = {
  shrub: 20,
  herbaceous: 30,
  cropland: 40,
  urban: 50,
  bare: 60,
  water: 80,
  wetland: 90,
  ocean: 200,
} as const;

/** Closed (111–116) and open (121–126) forest, broad-leaved more often than needle-leaved. */
const FORESTS = [112, 114, 114, 115, 111, 113, 116, 124, 124, 125, 126, 122, 121, 123] as const;

const FIELDS = {
  forest: { name: 'forest', spacingDeg: 0.07, deviation: 1 },
  grass: { name: 'grass', spacingDeg: 0.06, deviation: 1 },
  village: { name: 'village', spacingDeg: 0.02, deviation: 1 },
  river: { name: 'river', spacingDeg: 0.14, deviation: 1 },
  lake: { name: 'lake', spacingDeg: 0.03, deviation: 1 },
};

/** Land-cover class of each parcel: sea, rivers and lakes, town and villages, forest on the hills, fields and meadows. */
export function parcelCover(world: World, lattice: SampleGrid): Uint8Array {
  const { seed, town } = world;
  const inland = inlandKm(world, lattice);
  const heightM = terrainHeightsM(world, lattice);
  const forest = smoothNoise(lattice, FIELDS.forest, seed);
  const grass = smoothNoise(lattice, FIELDS.grass, seed);
  const village = smoothNoise(lattice, FIELDS.village, seed);
  const river = smoothNoise(lattice, FIELDS.river, seed);
  const lake = smoothNoise(lattice, FIELDS.lake, seed);
  const stream = streamSeed(seed, 'cover');
  const cover = new Uint8Array(inland.length);
  for (let j = 0, o = 0; j < lattice.height; j++) {
    for (let i = 0; i < lattice.width; i++, o++) {
      const draw = (k: number): number => uniform(stream + k, lattice.column + i, lattice.row + j);
      if ((inland[o] as number) < 0) {
        cover[o] = COVER.ocean;
        continue;
      }
      const height = heightM[o] as number;
      if ((Math.abs(river[o] as number) < 0.014 && height < 450) || (lake[o] as number) > 2.9) {
        cover[o] = COVER.water;
        continue;
      }
      const dx = (longitudeOf(lattice, i) - town.longitudeDeg) * Math.cos((town.latitudeDeg * Math.PI) / 180);
      const dy = latitudeOf(lattice, j) - town.latitudeDeg;
      const urban = 0.95 * Math.exp(-(dx * dx + dy * dy) / town.radiusDeg ** 2);
      if (draw(0) < Math.max(urban, 0.9 * clamp((village[o] as number) - 1.7), 0.008)) {
        cover[o] = COVER.urban;
        continue;
      }
      const wooded = Math.min(0.06 + 0.13 * Math.max((forest[o] as number) + 0.4, 0) + (0.4 * height) / 600, 0.85);
      const u = draw(1);
      if (u < wooded) {
        cover[o] =
          u < 0.25 * wooded ? COVER.shrub : (FORESTS[Math.floor(FORESTS.length * draw(2))] as (typeof FORESTS)[number]);
        continue;
      }
      const rare = draw(3);
      if (rare < 0.01) cover[o] = COVER.bare;
      else if (rare < 0.25 && height < 8) cover[o] = COVER.wetland;
      else {
        const meadow = Math.min(Math.max(0.28 + 0.13 * (grass[o] as number) + height / 2500, 0.05), 0.9);
        cover[o] = draw(4) < meadow ? COVER.herbaceous : COVER.cropland;
      }
    }
  }
  return cover;
}

function clamp(x: number): number {
  return Math.min(Math.max(x, 0), 1);
}
