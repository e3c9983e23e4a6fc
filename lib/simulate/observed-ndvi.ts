import type { GridWindow } from '../grid/grid-window.ts';
import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { hash32, streamSeed } from './hash.ts';
import { normalQuantiles, QUANTILE_BITS } from './quantile-tables.ts';

/** Coding of the NDVI tiles: value = 0.005 · DN − 0.2, DN 0 to 250. */
export const NDVI_CODING = { scale: 0.005, offset: -0.2, largest: 250 } as const;

/** Relative error of an NDVI observation at 100 m, as the retrieval's reference problem has it. */
const RELATIVE_ERROR = 0.15;
/** At 1 km nine 300-m observations are averaged. */
const RELATIVE_ERROR_1KM = RELATIVE_ERROR / 3;

function observe(truth: number, error: number, deviate: number): number {
  // Water keeps its negative values; observations of land are clipped at 0.
  return truth < 0 ? truth : Math.max(truth * (1 + error * deviate), 0);
}

function encode(ndvi: number): number {
  return Math.min(Math.max(Math.round((ndvi - NDVI_CODING.offset) / NDVI_CODING.scale), 0), NDVI_CODING.largest);
}

/** Gap-filled Sentinel-2 NDVI of a date at 100 m, coded: truth of the parcels with an independent error per pixel. */
export function observedNdvi(
  worldSeed: number,
  window: GridWindow,
  parcelOf: Int32Array,
  parcelNdvi: Float32Array,
  date: string,
): Uint8Array {
  const stream = streamSeed(worldSeed, `ndvi ${date}`);
  const normal = normalQuantiles();
  const coded = new Uint8Array(parcelOf.length);
  for (let j = 0, o = 0; j < window.height; j++) {
    for (let i = 0; i < window.width; i++, o++) {
      const draw = hash32(stream, window.column + i, window.row + j) >>> (32 - QUANTILE_BITS);
      const truth = parcelNdvi[parcelOf[o] as number] as number;
      coded[o] = encode(observe(truth, RELATIVE_ERROR, normal[draw] as number));
    }
  }
  return coded;
}

/** Sentinel-3 NDVI of a date at 1 km, coded: the mean over all 81 pixels of a cell, whatever grows there, with an error. */
export function observedNdvi1km(
  worldSeed: number,
  window100m: GridWindow,
  parcelOf: Int32Array,
  parcelNdvi: Float32Array,
  date: string,
): Uint8Array {
  const side = PIXELS_PER_CELL_SIDE;
  const width = window100m.width / side;
  const height = window100m.height / side;
  const stream = streamSeed(worldSeed, `ndvi 1 km ${date}`);
  const normal = normalQuantiles();
  const coded = new Uint8Array(width * height);
  for (let j = 0, o = 0; j < height; j++) {
    for (let i = 0; i < width; i++, o++) {
      let sum = 0;
      for (let q = 0; q < side; q++) {
        const at = (j * side + q) * window100m.width + i * side;
        for (let p = 0; p < side; p++) sum += parcelNdvi[parcelOf[at + p] as number] as number;
      }
      const draw = hash32(stream, window100m.column / side + i, window100m.row / side + j) >>> (32 - QUANTILE_BITS);
      coded[o] = encode(observe(sum / (side * side), RELATIVE_ERROR_1KM, normal[draw] as number));
    }
  }
  return coded;
}
