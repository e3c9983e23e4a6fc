import { RADIANS_PER_DEGREE } from '../grid/wgs84.ts';
import { DEFAULT_FORWARD_PARAMETERS, type ForwardParameters } from './forward-parameters.ts';
import { forwardSigma0 } from './forward-sigma0.ts';
import { iemBField, iemBSeries } from './iem-b.ts';

export interface ForwardTable {
  /**
   * VV σ0 in linear power, within 0.001 dB of `forwardSigma0` (which also answers outside of the table).
   * @param smM3M3 soil moisture, m³ m⁻³
   */
  sigma0(thetaDeg: number, hrmsCm: number, smM3M3: number, ndvi: number): number;
}

/** An axis of equidistant nodes; `low`..`high` may be looked up, one node more on either side serves the cubic. */
interface Axis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** One step wider than the training ranges, so that noise-free scenes just outside are still served by the table. */
const THETA: Axis = { low: 19, high: 48, step: 0.5 };
const HRMS: Axis = { low: 0.4, high: 3.9, step: 0.05 };
const SM: Axis = { low: 0.01, high: 0.45, step: 0.01 };

const nodeCount = (axis: Axis): number => Math.round((axis.high - axis.low) / axis.step) + 3;
const node = (axis: Axis, index: number): number => axis.low + (index - 1) * axis.step;
const covers = (axis: Axis, value: number): boolean => value >= axis.low && value <= axis.high;

/**
 * VV forward model by table, over 5 M evaluations per second. The sum σ0 = Σ roughness(θ, Hrms) · field(θ, SM) of three
 * products is exact (`iem-series.ts`), so six two-dimensional tables with cubic interpolation stand for a
 * three-dimensional one, and building takes milliseconds.
 */
export function createForwardTable(parameters: ForwardParameters = DEFAULT_FORWARD_PARAMETERS): ForwardTable {
  const roughness = tabulate(HRMS, (thetaRad, hrmsCm) => {
    const series = iemBSeries('VV', thetaRad, hrmsCm, parameters);
    return [series.kirchhoff, series.cross, series.complementary];
  });
  const fields = tabulate(SM, (thetaRad, smM3M3) => {
    const field = iemBField('VV', thetaRad, smM3M3, parameters);
    return [field.kirchhoff, field.cross, field.complementary];
  });
  const { waterCloudA, waterCloudB } = parameters;
  const thetaWeights = new Float64Array(4);
  const weights = new Float64Array(4);
  const rough = new Float64Array(3);
  const field = new Float64Array(3);

  function sigma0(thetaDeg: number, hrmsCm: number, smM3M3: number, ndvi: number): number {
    if (!(covers(THETA, thetaDeg) && covers(HRMS, hrmsCm) && covers(SM, smM3M3) && ndvi >= 0)) {
      return forwardSigma0(thetaDeg, hrmsCm, smM3M3, ndvi, parameters);
    }
    const row = cubicWeights(THETA, thetaDeg, thetaWeights);
    interpolate(roughness, HRMS, row, thetaWeights, cubicWeights(HRMS, hrmsCm, weights), weights, rough);
    interpolate(fields, SM, row, thetaWeights, cubicWeights(SM, smM3M3, weights), weights, field);
    const soil =
      (rough[0] as number) * (field[0] as number) +
      (rough[1] as number) * (field[1] as number) +
      (rough[2] as number) * (field[2] as number);
    const cosTheta = Math.cos(thetaDeg * RADIANS_PER_DEGREE);
    // waterCloud(), written out: the kernel of simulator and training.
    const transmission = Math.exp((-2 * waterCloudB * ndvi) / cosTheta);
    return waterCloudA * ndvi * cosTheta * (1 - transmission) + transmission * soil;
  }
  return { sigma0 };
}

/** Values at [θ node][second node][3], row-major. */
function tabulate(axis: Axis, values: (thetaRad: number, second: number) => readonly number[]): Float64Array {
  const rows = nodeCount(THETA);
  const columns = nodeCount(axis);
  const table = new Float64Array(rows * columns * 3);
  for (let row = 0; row < rows; row++) {
    const thetaRad = node(THETA, row) * RADIANS_PER_DEGREE;
    for (let column = 0; column < columns; column++) {
      table.set(values(thetaRad, node(axis, column)), (row * columns + column) * 3);
    }
  }
  return table;
}

/** Four-point Lagrange weights of `value`; returns the first of the four nodes. */
function cubicWeights(axis: Axis, value: number, out: Float64Array): number {
  const position = (value - axis.low) / axis.step;
  const first = Math.min(Math.floor(position), nodeCount(axis) - 4);
  const t = position - first;
  out[0] = (-t * (t - 1) * (t - 2)) / 6;
  out[1] = ((t + 1) * (t - 1) * (t - 2)) / 2;
  out[2] = (-(t + 1) * t * (t - 2)) / 2;
  out[3] = ((t + 1) * t * (t - 1)) / 6;
  return first;
}

function interpolate(
  table: Float64Array,
  axis: Axis,
  row: number,
  rowWeights: Float64Array,
  column: number,
  columnWeights: Float64Array,
  out: Float64Array,
): void {
  const stride = nodeCount(axis) * 3;
  let v0 = 0;
  let v1 = 0;
  let v2 = 0;
  for (let i = 0; i < 4; i++) {
    const rowWeight = rowWeights[i] as number;
    let at = (row + i) * stride + column * 3;
    for (let j = 0; j < 4; j++) {
      const weight = rowWeight * (columnWeights[j] as number);
      v0 += weight * (table[at] as number);
      v1 += weight * (table[at + 1] as number);
      v2 += weight * (table[at + 2] as number);
      at += 3;
    }
  }
  out[0] = v0;
  out[1] = v1;
  out[2] = v2;
}
