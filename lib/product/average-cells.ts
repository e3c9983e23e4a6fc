import { TRAINING_LIMITS } from '../s2mp/training-limits.ts';
import type { NdviField } from './aggregate-pixels.ts';
import { cellUncertainty } from './cell-uncertainty.ts';
import { checkOutputs } from './check-outputs.ts';
import { decideQa, isOutside } from './decide-qa.ts';
import type { MapCells } from './map-cells.ts';
import { ndviRepresentativeness } from './ndvi-representativeness.ts';
import { type CellSamples, sampleCells } from './sample-cells.ts';
import { type AggregationParameters, type CellRows, cellWindowOf, type ScenePixels } from './scene-pixels.ts';
import { emptyInputs, firstInputs, type NetworkInputs, type NetworkOutputs, toDecibel } from './select-pixels.ts';
import { clipSm, isAtSmBounds } from './sm-bounds.ts';
import { writeLandcover } from './write-landcover.ts';

/** As {@link NetworkInputs}, of cells whose NDVI also stands for land that is not retrieved. */
export interface CellInputs extends NetworkInputs {
  /** {@link ndviRepresentativeness}, in the order of the inputs. */
  readonly ndviSigma: Float32Array;
}

export interface CellOutputs extends NetworkOutputs {
  /** What `ndviSigma` is worth in soil moisture, m³ m⁻³. */
  readonly ndviError: Float32Array;
}

/**
 * The S1+S3 variant, first half: the 1-km cells that can be retrieved, with power and incidence averaged over their
 * crop and herbaceous pixels with a sample (signs of the power kept, so that noise averages out) and NDVI at 1 km.
 *
 * @param ndvi of each 1-km cell of the window, NaN = none
 */
export function averageCells(pixels: ScenePixels, ndvi: Float32Array, rows: CellRows): CellInputs {
  const columns = cellWindowOf(pixels.window).width;
  const inputs = emptyInputs(rows, (rows.to - rows.from) * columns);
  const ndviSigma = new Float32Array(inputs.ndvi.length);
  let count = 0;
  forEachCell(pixels, rows, (samples, column, cell) => {
    const n = samples.sampled[column] as number;
    const sigma0 = (samples.sigma0[column] as number) / n;
    if (!(sigma0 > 0) || Number.isNaN(ndvi[cell] as number)) return;
    inputs.index[count] = cell;
    inputs.sigma0Db[count] = toDecibel(sigma0);
    inputs.incidenceDeg[count] = (samples.incidenceDeg[column] as number) / n;
    inputs.ndvi[count] = ndvi[cell] as number;
    ndviSigma[count] = ndviRepresentativeness(eligibleOf(samples, column), samples.classified[column] as number);
    count++;
  });
  return { ...firstInputs(inputs, count), ndviSigma: ndviSigma.subarray(0, count) };
}

/**
 * The S1+S3 variant, second half: writes the cells of a band of rows into the map. `sm_stddev` stays without values,
 * for there is one soil moisture per cell. The uncertainty is that of a mean of n pixels with the network's own each, for
 * a mean over n pixels is what the network was given, and beside it what NDVI of other land in the cell may do.
 *
 * @param selected of {@link averageCells}, for the rows to be written
 * @throws NetworkOutputError
 */
export function assembleCells(
  pixels: ScenePixels,
  field: NdviField,
  selected: NetworkInputs,
  retrieved: CellOutputs,
  parameters: AggregationParameters,
  into: MapCells,
): void {
  checkOutputs(selected, retrieved);
  let next = 0;
  forEachCell(pixels, selected.rows, (samples, column, cell) => {
    const isRetrieved = selected.index[next] === cell;
    const i = isRetrieved ? next++ : undefined;
    const n = samples.sampled[column] as number;
    const ndvi = field.ndvi[cell] as number;
    const sm = i === undefined ? Number.NaN : clipSm(retrieved.sm[i] as number);
    writeLandcover(samples, column, into, cell);
    into.qa[cell] = decideQa({
      observed: pixels.observed[cell] as number,
      eligible: eligibleOf(samples, column),
      sampled: n,
      powerNotPositive: (samples.sigma0[column] as number) <= 0 ? n : 0,
      ndviAbsent: Number.isNaN(ndvi) ? n : 0,
      ndviOutside: isOutside(ndvi, TRAINING_LIMITS.ndvi) ? n : 0,
      steep: pixels.steep[cell] as number,
      distorted: pixels.distorted[cell] as number,
      used: isRetrieved ? n : 0,
      atBounds: isAtSmBounds(sm) ? n : 0,
      incidenceDeg: (samples.incidenceDeg[column] as number) / n,
      noiseRemoved: parameters.noiseRemoved,
    });
    if (i === undefined) return;
    into.n100m[cell] = n;
    into.sm[cell] = sm;
    // The network knows one surface; here n pixels with errors of that size, correlated by ρ, went into its input.
    const u = retrieved.uncertainty[i] as number;
    const ofMean = cellUncertainty(n, n * u, n * u * u, parameters.errorCorrelation);
    into.uncertainty[cell] = Math.hypot(ofMean, retrieved.ndviError[i] as number);
    into.sigma0VvDb[cell] = selected.sigma0Db[i] as number;
    into.incidenceDeg[cell] = selected.incidenceDeg[i] as number;
    into.ndvi[cell] = ndvi;
    into.ndviAgeDays[cell] = field.ageDays[cell] as number;
    into.acquisitionTimeS[cell] =
      parameters.firstLineS + ((samples.line[column] as number) / n) * parameters.secondsPerLine;
  });
}

function eligibleOf(samples: CellSamples, column: number): number {
  return (samples.cropland[column] as number) + (samples.herbaceous[column] as number);
}

function forEachCell(
  pixels: ScenePixels,
  rows: CellRows,
  visit: (samples: CellSamples, column: number, cell: number) => void,
): void {
  for (let row = rows.from; row < rows.to; row++) {
    const samples = sampleCells(pixels, row);
    const cells = samples.sampled.length;
    for (let column = 0; column < cells; column++) visit(samples, column, row * cells + column);
  }
}
