import { streamSeed, uniform } from './hash.ts';
import { COVER } from './parcel-cover.ts';
import { latitudeOf, type SampleGrid } from './sample-grid.ts';

/** NDVI = base + amplitude · exp(−((day − peak) / width)²), days of the year on a circle. */
interface Season {
  readonly base: number;
  readonly amplitude: number;
  readonly peakDay: number;
  readonly widthDays: number;
}

/** Crops of a Mediterranean plain with their share of the arable parcels. */
const CROPS: readonly { readonly share: number; readonly season: Season }[] = [
  { share: 0.32, season: { base: 0.2, amplitude: 0.58, peakDay: 125, widthDays: 45 } }, // winter cereal, stubble from July
  { share: 0.23, season: { base: 0.18, amplitude: 0.5, peakDay: 200, widthDays: 40 } }, // sunflower, rainfed
  { share: 0.12, season: { base: 0.25, amplitude: 0.6, peakDay: 215, widthDays: 55 } }, // irrigated maize, lucerne
  { share: 0.33, season: { base: 0.2, amplitude: 0.33, peakDay: 205, widthDays: 60 } }, // vines
];
const MEADOW: Season = { base: 0.36, amplitude: 0.26, peakDay: 130, widthDays: 60 };
const OTHERS: Readonly<Record<number, Season>> = {
  [COVER.shrub]: { base: 0.45, amplitude: 0.12, peakDay: 140, widthDays: 60 },
  [COVER.urban]: { base: 0.2, amplitude: 0.08, peakDay: 150, widthDays: 60 },
  [COVER.bare]: { base: 0.12, amplitude: 0.03, peakDay: 130, widthDays: 50 },
  [COVER.water]: { base: -0.08, amplitude: 0, peakDay: 1, widthDays: 60 },
  [COVER.wetland]: { base: 0.45, amplitude: 0.25, peakDay: 190, widthDays: 70 },
  [COVER.ocean]: { base: -0.1, amplitude: 0, peakDay: 1, widthDays: 60 },
};
const FOREST: Season = { base: 0.62, amplitude: 0.2, peakDay: 180, widthDays: 80 };

/** What grows on the parcels: season and the parcel's own vigour and earliness. */
export interface Vegetation {
  readonly seasons: readonly Season[];
  /** Index into `seasons`. */
  readonly season: Uint8Array;
  /** Factor on NDVI. */
  readonly vigour: Float32Array;
  readonly shiftDays: Float32Array;
}

export function plantParcels(worldSeed: number, lattice: SampleGrid, cover: Uint8Array): Vegetation {
  const stream = streamSeed(worldSeed, 'vegetation');
  const seasons = [...CROPS.map((crop) => crop.season), MEADOW, FOREST, ...Object.values(OTHERS)];
  const others = Object.keys(OTHERS).map(Number);
  const season = new Uint8Array(cover.length);
  const vigour = new Float32Array(cover.length);
  const shiftDays = new Float32Array(cover.length);
  for (let j = 0, o = 0; j < lattice.height; j++) {
    for (let i = 0; i < lattice.width; i++, o++) {
      const draw = (k: number): number => uniform(stream + k, lattice.column + i, lattice.row + j);
      const code = cover[o] as number;
      season[o] = code === COVER.cropland ? cropOf(draw(0)) : code === COVER.herbaceous ? CROPS.length : otherOf(code);
      const land = code !== COVER.water && code !== COVER.ocean;
      vigour[o] = land ? Math.exp(0.5 * (draw(1) + draw(2) - 1)) : 1;
      shiftDays[o] = 24 * (draw(3) - 0.5) + seasonShiftDays(latitudeOf(lattice, j));
    }
  }
  return { seasons, season, vigour, shiftDays };

  function otherOf(code: number): number {
    const known = others.indexOf(code);
    return known < 0 ? CROPS.length + 1 : CROPS.length + 2 + known;
  }
}

function cropOf(u: number): number {
  let sum = 0;
  const at = CROPS.findIndex((crop) => {
    sum += crop.share;
    return u < sum;
  });
  return at < 0 ? CROPS.length - 1 : at;
}

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;

/** South of the equator the seasons come half a year later. */
export function seasonShiftDays(latDeg: number): number {
  return latDeg < 0 ? YEAR_DAYS / 2 : 0;
}

/** 0-based day of the year with fraction, UTC. */
export function dayOfYear(timeMs: number): number {
  return (timeMs - Date.UTC(new Date(timeMs).getUTCFullYear(), 0, 1)) / DAY_MS;
}

/** True NDVI of each parcel on a date, −0.1 to 0.92. */
export function parcelNdvi(vegetation: Vegetation, timeMs: number): Float32Array {
  const day = dayOfYear(timeMs);
  const { seasons, season, vigour, shiftDays } = vegetation;
  return Float32Array.from(season, (index, o) => {
    const { base, amplitude, peakDay, widthDays } = seasons[index] as Season;
    const lag = day - peakDay - (shiftDays[o] as number);
    const nearest = lag - YEAR_DAYS * Math.round(lag / YEAR_DAYS);
    return Math.min((base + amplitude * Math.exp(-((nearest / widthDays) ** 2))) * (vigour[o] as number), 0.92);
  });
}
