import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { isEligible } from './sample-cells.ts';
import type { CellRows, ScenePixels } from './scene-pixels.ts';

/** What the network is run on: place i of the three inputs belongs to pixel (or cell) `index[i]` of the window. */
export interface NetworkInputs {
  readonly rows: CellRows;
  /** Ascending. */
  readonly index: Uint32Array;
  readonly sigma0Db: Float32Array;
  readonly incidenceDeg: Float32Array;
  readonly ndvi: Float32Array;
}

/** What the network answers, in the order of its inputs; m³ m⁻³. */
export interface NetworkOutputs {
  readonly sm: Float32Array;
  readonly uncertainty: Float32Array;
}

/**
 * The 100-m pixels of a band of cell rows that can be retrieved: crop or herbaceous, sampled, with positive power and
 * an NDVI. Values outside of what the network was trained for are passed on as they are; QA bits tell of them.
 *
 * @param ndvi of each pixel of the window, NaN = none
 * @param spare inputs of an earlier, not smaller band, whose memory is used again
 */
export function selectPixels(
  pixels: ScenePixels,
  ndvi: Float32Array,
  rows: CellRows,
  spare?: NetworkInputs,
): NetworkInputs {
  const { width } = pixels.window;
  const start = rows.from * PIXELS_PER_CELL_SIDE * width;
  const end = rows.to * PIXELS_PER_CELL_SIDE * width;
  const { classes, sigma0, incidenceDeg } = pixels;
  const inputs = spare ? { ...spare, rows } : emptyInputs(rows, end - start);
  const { index, sigma0Db, incidenceDeg: incidenceOut, ndvi: ndviOut } = inputs;
  let count = 0;
  for (let pixel = start; pixel < end; pixel++) {
    const power = sigma0[pixel] as number;
    const greenness = ndvi[pixel] as number;
    // False for NaN: no sample, no NDVI.
    if (!(power > 0 && !Number.isNaN(greenness) && isEligible(classes[pixel] as number))) continue;
    index[count] = pixel;
    sigma0Db[count] = toDecibel(power);
    incidenceOut[count] = incidenceDeg[pixel] as number;
    ndviOut[count] = greenness;
    count++;
  }
  return firstInputs(inputs, count);
}

/** The natural logarithm, for it takes half the time of the decimal one. */
const DECIBELS_PER_LN = 10 / Math.LN10;

export function toDecibel(power: number): number {
  return DECIBELS_PER_LN * Math.log(power);
}

export function emptyInputs(rows: CellRows, count: number): NetworkInputs {
  return {
    rows,
    index: new Uint32Array(count),
    sigma0Db: new Float32Array(count),
    incidenceDeg: new Float32Array(count),
    ndvi: new Float32Array(count),
  };
}

/** The first `count` places of inputs that were made larger than needed. */
export function firstInputs(inputs: NetworkInputs, count: number): NetworkInputs {
  return {
    rows: inputs.rows,
    index: inputs.index.subarray(0, count),
    sigma0Db: inputs.sigma0Db.subarray(0, count),
    incidenceDeg: inputs.incidenceDeg.subarray(0, count),
    ndvi: inputs.ndvi.subarray(0, count),
  };
}
