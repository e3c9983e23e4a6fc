import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';
import type { GridField } from './grid-field.ts';
import { hash32 } from './hash.ts';
import { locateNodes, NODE_STEP } from './image-nodes.ts';
import { QUANTILE_BITS, speckleAmplitudes } from './quantile-tables.ts';
import { createRadiometryRows } from './radiometry-rows.ts';
import type { Sigma0Map } from './scene-backscatter.ts';
import { SPECKLE_LOOKS } from './speckle.ts';

/** Lines that are rendered in one go. Bands do not depend on the number of cores, nor does any pixel on its band. */
export const BAND_LINES = 16 * NODE_STEP;

/** What every band of a scene is rendered from. Plain data; the large arrays lie on shared memory. */
export interface RenderJob {
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  readonly surface: GridField;
  readonly truth: Sigma0Map;
  readonly seed: number;
  /** Columns of DN 0 at the near and the far edge, as real products have them. */
  readonly borderNear: number;
  readonly borderFar: number;
  /** Without speckle, only for tests of radiometry and geometry. */
  readonly isSpeckled: boolean;
}

/** Renders band after band: DN = √((σ⁰ A² + η) · speckle), rounded. */
export function createBandRenderer(job: RenderJob): (band: number) => Uint16Array {
  const { annotation, truth } = job;
  const { samples, lines } = annotation;
  const radiometry = createRadiometryRows(job.calibration, job.noise, samples);
  const gain = new Float32Array(samples);
  const noise = new Float32Array(samples);
  const speckle = job.isSpeckled ? speckleAmplitudes(SPECKLE_LOOKS) : new Float32Array(1 << QUANTILE_BITS).fill(1);
  return (band) => {
    const firstLine = band * BAND_LINES;
    const count = Math.min(BAND_LINES, lines - firstLine);
    const nodes = locateNodes(annotation, job.surface, firstLine, count);
    const { x, y } = mapPositions(nodes, truth);
    const dn = new Uint16Array(count * samples);
    for (let block = 0; block * NODE_STEP < count; block++) {
      const blockLines = Math.min(NODE_STEP, count - block * NODE_STEP);
      // Amplitudes and noise change by less than 0.001 dB over the 16 lines of a block.
      radiometry.fill(Math.min(firstLine + (block + 0.5) * NODE_STEP, lines - 1), gain, noise);
      for (let k = 0; k < blockLines; k++) {
        const line = block * NODE_STEP + k;
        const row = dn.subarray(line * samples, (line + 1) * samples);
        const state = hash32(job.seed, firstLine + line, 0) | 1;
        renderLine(row, truth, gain, noise, x, y, block * nodes.columns, nodes.columns, k / NODE_STEP, speckle, state);
        row.fill(0, 0, job.borderNear);
        row.fill(0, Math.max(samples - job.borderFar, 0));
      }
    }
    return dn;
  };
}

/** Columns and rows of the σ⁰ map at the nodes, kept inside of it. */
function mapPositions(
  nodes: { readonly lonDeg: Float64Array; readonly latDeg: Float64Array },
  { window }: Sigma0Map,
): { x: Float64Array; y: Float64Array } {
  const inside = (value: number, size: number): number => Math.min(Math.max(value, 0), size - 1e-3);
  return {
    x: nodes.lonDeg.map((lon) => inside((lon + 180) * window.perDegree - window.column, window.width)),
    y: nodes.latDeg.map((lat) => inside((90 - lat) * window.perDegree - window.row, window.height)),
  };
}

/** The kernel: one image line between two rows of nodes, `v` of the way from the upper one at `at`. */
function renderLine(
  row: Uint16Array,
  truth: Sigma0Map,
  gain: Float32Array,
  noise: Float32Array,
  x: Float64Array,
  y: Float64Array,
  at: number,
  columns: number,
  v: number,
  speckle: Float32Array,
  seed: number,
): void {
  const { sigma0 } = truth;
  const { width } = truth.window;
  const mask = (1 << QUANTILE_BITS) - 1;
  const samples = row.length;
  let random = seed;
  for (let k = 0, start = 0; start < samples; k++, start += NODE_STEP) {
    const upper = at + k;
    const lower = upper + columns;
    let column = (x[upper] as number) * (1 - v) + (x[lower] as number) * v;
    let line = (y[upper] as number) * (1 - v) + (y[lower] as number) * v;
    const columnStep = ((x[upper + 1] as number) * (1 - v) + (x[lower + 1] as number) * v - column) / NODE_STEP;
    const lineStep = ((y[upper + 1] as number) * (1 - v) + (y[lower + 1] as number) * v - line) / NODE_STEP;
    const end = Math.min(start + NODE_STEP, samples);
    for (let s = start; s < end; s++) {
      // xorshift32 (Marsaglia 2003), its upper bits
      random ^= random << 13;
      random ^= random >>> 17;
      random ^= random << 5;
      const power = (sigma0[(line | 0) * width + (column | 0)] as number) * (gain[s] as number) + (noise[s] as number);
      const amplitude = Math.sqrt(power) * (speckle[(random >>> 16) & mask] as number) + 0.5;
      // DN 0 means "no data", so the weakest echo is 1.
      row[s] = amplitude >= 65535 ? 65535 : amplitude < 1 ? 1 : amplitude;
      column += columnStep;
      line += lineStep;
    }
  }
}
