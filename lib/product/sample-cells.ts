import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { LANDCOVER } from '../landcover/landcover-classes.ts';
import { TRAINING_LIMITS } from '../s2mp/training-limits.ts';
import type { ScenePixels } from './scene-pixels.ts';

/**
 * Counts and sums over the 100-m pixels of each cell of one row of cells. `eligible` = crop or herbaceous; all below
 * it are of the eligible pixels with a backscatter sample.
 */
export interface CellSamples {
  readonly cropland: Uint8Array;
  readonly herbaceous: Uint8Array;
  /** Pixels with a land-cover class at all. */
  readonly classified: Uint8Array;
  readonly sampled: Uint8Array;
  readonly powerNotPositive: Uint8Array;
  readonly ndviAbsent: Uint8Array;
  readonly ndviOutside: Uint8Array;
  /** Σ linear power, signs kept. */
  readonly sigma0: Float64Array;
  readonly incidenceDeg: Float64Array;
  readonly line: Float64Array;
}

export function isEligible(landcoverClass: number): boolean {
  return landcoverClass === LANDCOVER.cropland || landcoverClass === LANDCOVER.herbaceous;
}

/** @param ndvi of each pixel of the window, or undefined where NDVI comes at 1 km (its two counts then stay 0) */
export function sampleCells(pixels: ScenePixels, cellRow: number, ndvi?: Float32Array): CellSamples {
  const cells = pixels.window.width / PIXELS_PER_CELL_SIDE;
  const samples = emptySamples(cells);
  for (let column = 0; column < cells; column++) sampleCell(pixels, cellRow, column, ndvi, samples);
  return samples;
}

const NDVI_LOW = Math.fround(TRAINING_LIMITS.ndvi[0]);
const NDVI_HIGH = Math.fround(TRAINING_LIMITS.ndvi[1]);

/** What a pixel of each class adds to the counts of cropland (bits 0–7), herbaceous (8–15) and classified (16–23) pixels. */
const CLASS_COUNTS = Uint32Array.from({ length: 256 }, (_, code) => {
  if (code === LANDCOVER.noData) return 0;
  return 0x1_0000 + (code === LANDCOVER.cropland ? 1 : 0) + (code === LANDCOVER.herbaceous ? 0x100 : 0);
});
const ELIGIBLE_COUNTS = 0xffff;

/** Sums in local variables: this runs over every pixel of a scene. */
function sampleCell(
  { window, classes, sigma0, incidenceDeg, line }: ScenePixels,
  cellRow: number,
  cellColumn: number,
  ndvi: Float32Array | undefined,
  to: CellSamples,
): void {
  let counts = 0;
  let sampled = 0;
  let powerNotPositive = 0;
  let ndviAbsent = 0;
  let ndviOutside = 0;
  let power = 0;
  let incidence = 0;
  let lines = 0;
  const first = (cellRow * window.width + cellColumn) * PIXELS_PER_CELL_SIDE;
  for (let row = 0; row < PIXELS_PER_CELL_SIDE; row++) {
    const start = first + row * window.width;
    for (let pixel = start; pixel < start + PIXELS_PER_CELL_SIDE; pixel++) {
      const count = CLASS_COUNTS[classes[pixel] as number] as number;
      counts += count;
      if ((count & ELIGIBLE_COUNTS) === 0) continue;
      const value = sigma0[pixel] as number;
      if (Number.isNaN(value)) continue;
      sampled++;
      if (value <= 0) powerNotPositive++;
      power += value;
      incidence += incidenceDeg[pixel] as number;
      lines += line[pixel] as number;
      if (ndvi === undefined) continue;
      const greenness = ndvi[pixel] as number;
      if (Number.isNaN(greenness)) ndviAbsent++;
      else if (greenness < NDVI_LOW || greenness > NDVI_HIGH) ndviOutside++;
    }
  }
  to.cropland[cellColumn] = counts & 0xff;
  to.herbaceous[cellColumn] = (counts >> 8) & 0xff;
  to.classified[cellColumn] = counts >> 16;
  to.sampled[cellColumn] = sampled;
  to.powerNotPositive[cellColumn] = powerNotPositive;
  to.ndviAbsent[cellColumn] = ndviAbsent;
  to.ndviOutside[cellColumn] = ndviOutside;
  to.sigma0[cellColumn] = power;
  to.incidenceDeg[cellColumn] = incidence;
  to.line[cellColumn] = lines;
}

function emptySamples(cells: number): CellSamples {
  return {
    cropland: new Uint8Array(cells),
    herbaceous: new Uint8Array(cells),
    classified: new Uint8Array(cells),
    sampled: new Uint8Array(cells),
    powerNotPositive: new Uint8Array(cells),
    ndviAbsent: new Uint8Array(cells),
    ndviOutside: new Uint8Array(cells),
    sigma0: new Float64Array(cells),
    incidenceDeg: new Float64Array(cells),
    line: new Float64Array(cells),
  };
}
