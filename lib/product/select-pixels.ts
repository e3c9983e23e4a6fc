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
 */
export function selectPixels(pixels: ScenePixels, ndvi: Float32Array, rows: CellRows): NetworkInputs {
  const { width } = pixels.window;
  const start = rows.from * PIXELS_PER_CELL_SIDE * width;
  const end = rows.to * PIXELS_PER_CELL_SIDE * width;
  const { classes, sigma0 } = pixels;
  const isRetrievable = (pixel: number) =>
    isEligible(classes[pixel] as number) && (sigma0[pixel] as number) > 0 && !Number.isNaN(ndvi[pixel] as number);

  let count = 0;
  for (let pixel = start; pixel < end; pixel++) if (isRetrievable(pixel)) count++;
  const inputs = emptyInputs(rows, count);
  let at = 0;
  for (let pixel = start; pixel < end; pixel++) {
    if (!isRetrievable(pixel)) continue;
    inputs.index[at] = pixel;
    inputs.sigma0Db[at] = toDecibel(sigma0[pixel] as number);
    inputs.incidenceDeg[at] = pixels.incidenceDeg[pixel] as number;
    inputs.ndvi[at] = ndvi[pixel] as number;
    at++;
  }
  return inputs;
}

export function toDecibel(power: number): number {
  return 10 * Math.log10(power);
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
