import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { cellUncertainty } from './cell-uncertainty.ts';
import { checkOutputs } from './check-outputs.ts';
import { decideQa } from './decide-qa.ts';
import type { MapCells } from './map-cells.ts';
import { type CellSamples, sampleCells } from './sample-cells.ts';
import type { AggregationParameters, ScenePixels } from './scene-pixels.ts';
import { type NetworkInputs, type NetworkOutputs, toDecibel } from './select-pixels.ts';
import { clipSm, isAtSmBounds } from './sm-bounds.ts';
import { writeLandcover } from './write-landcover.ts';

/** NDVI of each pixel (or cell) of the window, NaN = none, and its absolute age in whole days. */
export interface NdviField {
  readonly ndvi: Float32Array;
  readonly ageDays: Uint16Array;
}

/**
 * Writes the cells of a band of rows into the map: the mean of the 100-m soil moisture in each 1-km cell, its
 * uncertainty, inputs and QA value. Call it once for each band; a cell lies wholly in one of them, so the result does
 * not depend on how the rows are cut.
 *
 * @param selected of {@link selectPixels}, for the rows to be written
 * @throws NetworkOutputError
 */
export function aggregatePixels(
  pixels: ScenePixels,
  field: NdviField,
  selected: NetworkInputs,
  retrieved: NetworkOutputs,
  parameters: AggregationParameters,
  into: MapCells,
): void {
  checkOutputs(selected, retrieved);
  const { width } = into.window;
  const pixelsPerCellRow = PIXELS_PER_CELL_SIDE * pixels.window.width;
  let from = 0;
  for (let cellRow = selected.rows.from; cellRow < selected.rows.to; cellRow++) {
    let to = from;
    const nextRow = (cellRow + 1) * pixelsPerCellRow;
    while (to < selected.index.length && (selected.index[to] as number) < nextRow) to++;
    const samples = sampleCells(pixels, cellRow, field.ndvi);
    const sums = sumUsed(pixels, field, selected, retrieved, from, to, width);
    for (let column = 0; column < width; column++) {
      writeCell(samples, sums, column, parameters, pixels, into, cellRow * width + column);
    }
    from = to;
  }
}

/** Sums over the used pixels of each cell of a row of cells. */
interface UsedSums {
  readonly n: Uint8Array;
  readonly atBounds: Uint8Array;
  readonly sigma0: Float64Array;
  readonly incidenceDeg: Float64Array;
  readonly ndvi: Float64Array;
  readonly ageDays: Float64Array;
  readonly line: Float64Array;
  /** Mean and sum of squared deviations, by Welford's recurrence: exact 0 for a uniform cell. */
  readonly smMean: Float64Array;
  readonly smSquares: Float64Array;
  readonly uncertainty: Float64Array;
  readonly uncertaintySquares: Float64Array;
}

function sumUsed(
  pixels: ScenePixels,
  field: NdviField,
  selected: NetworkInputs,
  retrieved: NetworkOutputs,
  from: number,
  to: number,
  cells: number,
): UsedSums {
  const sums = emptySums(cells);
  const { width } = pixels.window;
  const { index, incidenceDeg, ndvi } = selected;
  const { sigma0, line } = pixels;
  const { ageDays } = field;
  const { sm: smOf, uncertainty: uncertaintyOf } = retrieved;
  let rowStart = 0;
  // Pixels come row by row: those of one cell in a row are summed in local variables.
  for (let i = from; i < to; ) {
    const first = index[i] as number;
    if (first >= rowStart + width) rowStart = first - (first % width);
    const cell = Math.floor((first - rowStart) / PIXELS_PER_CELL_SIDE);
    const end = rowStart + (cell + 1) * PIXELS_PER_CELL_SIDE;
    let n = sums.n[cell] as number;
    let mean = sums.smMean[cell] as number;
    let squares = sums.smSquares[cell] as number;
    let atBounds = 0;
    let uncertaintySum = 0;
    let uncertaintySquares = 0;
    let power = 0;
    let incidence = 0;
    let greenness = 0;
    let age = 0;
    let lines = 0;
    for (; i < to; i++) {
      const pixel = index[i] as number;
      if (pixel >= end) break;
      const sm = clipSm(smOf[i] as number);
      const uncertainty = uncertaintyOf[i] as number;
      n++;
      const deviation = sm - mean;
      mean += deviation / n;
      squares += deviation * (sm - mean);
      if (isAtSmBounds(sm)) atBounds++;
      uncertaintySum += uncertainty;
      uncertaintySquares += uncertainty * uncertainty;
      power += sigma0[pixel] as number;
      incidence += incidenceDeg[i] as number;
      greenness += ndvi[i] as number;
      age += ageDays[pixel] as number;
      lines += line[pixel] as number;
    }
    sums.n[cell] = n;
    sums.smMean[cell] = mean;
    sums.smSquares[cell] = squares;
    sums.atBounds[cell] = (sums.atBounds[cell] as number) + atBounds;
    add(sums.uncertainty, cell, uncertaintySum);
    add(sums.uncertaintySquares, cell, uncertaintySquares);
    add(sums.sigma0, cell, power);
    add(sums.incidenceDeg, cell, incidence);
    add(sums.ndvi, cell, greenness);
    add(sums.ageDays, cell, age);
    add(sums.line, cell, lines);
  }
  return sums;
}

function writeCell(
  samples: CellSamples,
  sums: UsedSums,
  column: number,
  parameters: AggregationParameters,
  { observed, steep, distorted }: ScenePixels,
  into: MapCells,
  cell: number,
): void {
  const at = (values: Uint8Array | Float64Array) => values[column] as number;
  const n = at(sums.n);
  const sampled = at(samples.sampled);
  writeLandcover(samples, column, into, cell);
  into.n100m[cell] = n;
  into.qa[cell] = decideQa({
    observed: observed[cell] as number,
    eligible: at(samples.cropland) + at(samples.herbaceous),
    sampled,
    powerNotPositive: at(samples.powerNotPositive),
    ndviAbsent: at(samples.ndviAbsent),
    ndviOutside: at(samples.ndviOutside),
    steep: steep[cell] as number,
    distorted: distorted[cell] as number,
    used: n,
    atBounds: at(sums.atBounds),
    incidenceDeg: at(samples.incidenceDeg) / sampled,
    noiseRemoved: parameters.noiseRemoved,
  });
  if (n === 0) return;
  into.sm[cell] = at(sums.smMean);
  into.uncertainty[cell] = cellUncertainty(
    n,
    at(sums.uncertainty),
    at(sums.uncertaintySquares),
    parameters.errorCorrelation,
  );
  into.smStddev[cell] = Math.sqrt(at(sums.smSquares) / n);
  into.sigma0VvDb[cell] = toDecibel(at(sums.sigma0) / n);
  into.incidenceDeg[cell] = at(sums.incidenceDeg) / n;
  into.ndvi[cell] = at(sums.ndvi) / n;
  into.ndviAgeDays[cell] = at(sums.ageDays) / n;
  into.acquisitionTimeS[cell] = parameters.firstLineS + (at(sums.line) / n) * parameters.secondsPerLine;
}

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

function emptySums(cells: number): UsedSums {
  const sums = () => new Float64Array(cells);
  return {
    n: new Uint8Array(cells),
    atBounds: new Uint8Array(cells),
    sigma0: sums(),
    incidenceDeg: sums(),
    ndvi: sums(),
    ageDays: sums(),
    line: sums(),
    smMean: sums(),
    smSquares: sums(),
    uncertainty: sums(),
    uncertaintySquares: sums(),
  };
}
