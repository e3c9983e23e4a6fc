import { streamSeed, uniform } from './hash.ts';
import type { SampleGrid } from './sample-grid.ts';
import { smoothNoise } from './smooth-noise.ts';
import { dayOfYear, seasonShiftDays } from './vegetation.ts';
import type { RainEvent } from './weather.ts';
import type { World } from './world.ts';

/** Range of the forward model's database, m³ m⁻³; the truth never leaves it. */
const SM_RANGE = [0.02, 0.4] as const;
/** Rain that fills 1 − 1/e of what is left of the top centimetres' capacity, mm. */
const FILLING_MM = 15;
const DAY_MS = 86_400_000;

/** Soil of each parcel: its moisture when wholly dry and wholly wet (m³ m⁻³) and how fast it dries (factor on the time). */
export interface Soil {
  readonly dryM3M3: Float32Array;
  readonly wetM3M3: Float32Array;
  readonly dryingFactor: Float32Array;
}

/**
 * Soils vary on the scale of a few kilometres, so that 1-km means of one day differ by 0.04–0.05 m³ m⁻³ (standard
 * deviation) when it is not dry. Famiglietti et al. (2008, WRR 44, W01423) found about 0.07 between points of areas of
 * 50 km (figure recalled, not confirmed), most at medium wetness; some 0.05 of it is taken to lie within a kilometre.
 */
export function parcelSoil(worldSeed: number, lattice: SampleGrid): Soil {
  const stream = streamSeed(worldSeed, 'soil');
  const dryM3M3 = smoothNoise(lattice, { name: 'soil residual', spacingDeg: 0.05, deviation: 0.012 }, worldSeed);
  const wetM3M3 = smoothNoise(lattice, { name: 'soil capacity', spacingDeg: 0.05, deviation: 0.045 }, worldSeed);
  const dryingFactor = smoothNoise(lattice, { name: 'soil drying', spacingDeg: 0.05, deviation: 0.3 }, worldSeed);
  for (let j = 0, o = 0; j < lattice.height; j++) {
    for (let i = 0; i < lattice.width; i++, o++) {
      const draw = (k: number): number => 2 * uniform(stream + k, lattice.column + i, lattice.row + j) - 1;
      dryM3M3[o] = Math.max(0.055 + (dryM3M3[o] as number) + 0.015 * draw(0), 0.025);
      wetM3M3[o] = 0.335 + (wetM3M3[o] as number) + 0.035 * draw(1);
      dryingFactor[o] = Math.exp((dryingFactor[o] as number) + 0.4 * draw(2));
    }
  }
  return { dryM3M3, wetM3M3, dryingFactor };
}

/** Time in which a wet surface loses 1 − 1/e of its water, days: 4 in midsummer, 14 in midwinter (evaporation's season). */
export function dryingDays(timeMs: number, latDeg: number): number {
  const summerDay = 200 + seasonShiftDays(latDeg);
  return 9 - 5 * Math.cos((2 * Math.PI * (dayOfYear(timeMs) - summerDay)) / 365.25);
}

/**
 * Soil moisture (m³ m⁻³) of each parcel at a moment: a bucket filled by each rain, w ← 1 − (1 − w) e^(−P/15 mm), and
 * emptied exponentially in between.
 */
export function parcelSoilMoisture(
  world: Pick<World, 'seed' | 'box'>,
  lattice: SampleGrid,
  soil: Soil,
  rain: readonly RainEvent[],
  timeMs: number,
): Float32Array {
  const wetness = new Float32Array(soil.dryM3M3.length);
  const past = rain.filter((event) => event.timeMs <= timeMs);
  past.forEach((event, k) => {
    const amount = rainMm(world.seed, lattice, event);
    const endMs = past[k + 1]?.timeMs ?? timeMs;
    const middleMs = (event.timeMs + endMs) / 2;
    const rest = (endMs - event.timeMs) / DAY_MS / dryingDays(middleMs, (world.box[1] + world.box[3]) / 2);
    for (let o = 0; o < wetness.length; o++) {
      const filled = 1 - (1 - (wetness[o] as number)) * Math.exp(-(amount[o] as number) / FILLING_MM);
      wetness[o] = filled * Math.exp(-rest / (soil.dryingFactor[o] as number));
    }
  });
  return wetness.map((w, o) => {
    const dry = soil.dryM3M3[o] as number;
    const sm = dry + ((soil.wetM3M3[o] as number) - dry) * w;
    return Math.min(Math.max(sm, SM_RANGE[0]), SM_RANGE[1]);
  });
}

function rainMm(worldSeed: number, lattice: SampleGrid, event: RainEvent): Float32Array {
  const { meanMm, spread, above } = event;
  const noise = smoothNoise(lattice, { name: event.field, spacingDeg: event.spacingDeg, deviation: 1 }, worldSeed);
  return noise.map((n) => (above === undefined ? meanMm * Math.exp(spread * n) : meanMm * Math.max(n - above, 0) * 2));
}
