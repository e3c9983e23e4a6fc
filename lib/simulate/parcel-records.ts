import type { GridWindow } from '../grid/grid-window.ts';
import { parcelCover } from './parcel-cover.ts';
import { parcelLattice } from './parcels.ts';
import type { SampleGrid } from './sample-grid.ts';
import { parcelSoil, parcelSoilMoisture } from './soil-moisture.ts';
import { parcelNdvi, plantParcels } from './vegetation.ts';
import type { RainEvent } from './weather.ts';
import type { World } from './world.ts';

/** What is true of the parcels that touch a window; arrays are indexed like `lattice`. */
export interface Parcels {
  readonly lattice: SampleGrid;
  /** CGLS-LC100 codes. */
  readonly cover: Uint8Array;
  /** True NDVI, negative on water. */
  ndviAt(timeMs: number): Float32Array;
  /** m³ m⁻³; it has a meaning on land only. */
  soilMoistureAt(rain: readonly RainEvent[], timeMs: number): Float32Array;
}

export function parcelsOf(world: World, window100m: GridWindow): Parcels {
  const lattice = parcelLattice(window100m);
  const cover = parcelCover(world, lattice);
  const vegetation = plantParcels(world.seed, lattice, cover);
  const soil = parcelSoil(world.seed, lattice);
  return {
    lattice,
    cover,
    ndviAt: (timeMs) => parcelNdvi(vegetation, timeMs),
    soilMoistureAt: (rain, timeMs) => parcelSoilMoisture(world, lattice, soil, rain, timeMs),
  };
}
