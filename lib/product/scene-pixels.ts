import {
  CELLS_PER_DEGREE_1KM,
  CELLS_PER_DEGREE_100M,
  type GridWindow,
  PIXELS_PER_CELL_SIDE,
} from '../grid/grid-window.ts';

/**
 * What a scene and its auxiliary data say about each 100-m pixel of a window of whole 1-km cells, row-major from the
 * NW corner. Backscatter and geometry stand only where the land cover is crop or herbaceous.
 */
export interface ScenePixels {
  /** 1/1008° grid; column, row, width and height are multiples of 9. */
  readonly window: GridWindow;
  /** LC100 codes, 255 = none. */
  readonly classes: Uint8Array;
  /** Mean linear power, noise removed, sign kept; NaN = no sample. */
  readonly sigma0: Float32Array;
  readonly incidenceDeg: Float32Array;
  /** Mean image line: the acquisition time of the pixel. */
  readonly line: Float32Array;
  /** Per 1-km cell: 0 = outside the scene, 1 = partly inside, 2 = wholly inside. */
  readonly observed: Uint8Array;
  /** Per 1-km cell, of its sampled pixels: how many are steep; all 0 where there is no DEM to tell. */
  readonly steep: Uint8Array;
  /** … and how many are in layover or shadow. */
  readonly distorted: Uint8Array;
}

/** Everything besides pixels that a map's numbers depend on. */
export interface AggregationParameters {
  readonly noiseRemoved: boolean;
  /** ρ of the 1-km uncertainty, 0 … 1. */
  readonly errorCorrelation: number;
  /** Seconds after the item's `start_datetime` of image line 0, and between lines. */
  readonly firstLineS: number;
  readonly secondsPerLine: number;
}

/** Rows of 1-km cells, `from` inclusive, `to` exclusive: the band that one call works on, so that memory stays bounded. */
export interface CellRows {
  readonly from: number;
  readonly to: number;
}

/** The 1-km window of the pixels. @throws RangeError if the window is not made of whole cells */
export function cellWindowOf(pixels: GridWindow): GridWindow {
  const k = PIXELS_PER_CELL_SIDE;
  const whole = [pixels.column, pixels.row, pixels.width, pixels.height].every((value) => value % k === 0);
  if (pixels.perDegree !== CELLS_PER_DEGREE_100M || !whole) {
    throw new RangeError(`a window of whole 1-km cells of the 100-m grid is needed, got ${JSON.stringify(pixels)}`);
  }
  return {
    perDegree: CELLS_PER_DEGREE_1KM,
    column: pixels.column / k,
    row: pixels.row / k,
    width: pixels.width / k,
    height: pixels.height / k,
  };
}
