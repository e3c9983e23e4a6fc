import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import type { MapCells } from './map-cells.ts';
import type { CellSamples } from './sample-cells.ts';

const PIXELS_PER_CELL = PIXELS_PER_CELL_SIDE * PIXELS_PER_CELL_SIDE;

/** Class shares of a cell, of all 81 pixels; they stay NaN where no pixel has a class. */
export function writeLandcover(samples: CellSamples, column: number, into: MapCells, cell: number): void {
  if (samples.classified[column] === 0) return;
  into.cropFraction[cell] = (samples.cropland[column] as number) / PIXELS_PER_CELL;
  into.herbaceousFraction[cell] = (samples.herbaceous[column] as number) / PIXELS_PER_CELL;
}
