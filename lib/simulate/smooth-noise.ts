import { streamSeed, uniform } from './hash.ts';
import { latitudeOf, longitudeOf, type SampleGrid } from './sample-grid.ts';

export interface SmoothNoise {
  /** Distance of the lattice points, degrees: the field varies over about twice that. */
  readonly spacingDeg: number;
  /** Standard deviation of the field. */
  readonly deviation: number;
  /** Independent fields have different names. */
  readonly name: string;
}

/** Standard deviation of a bicubic B-spline over independent uniform (−1, 1) values: √(1/3) · 151/315. */
const SPLINE_DEVIATION = Math.sqrt(1 / 3) * (151 / 315);

/** Cubic B-spline weights of the four lattice points around `fraction` of a step. */
function writeWeights(fraction: number, out: Float64Array, at: number): void {
  const t = fraction;
  const s = 1 - t;
  out[at] = (s * s * s) / 6;
  out[at + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
  out[at + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
  out[at + 3] = (t * t * t) / 6;
}

/**
 * Adds a smooth random field (twice continuously differentiable, nearly Gaussian) to `out` (row-major on `grid`).
 * The field is a function of seed and position alone.
 */
export function addSmoothNoise(out: Float32Array, grid: SampleGrid, noise: SmoothNoise, worldSeed: number): void {
  const { width, height } = grid;
  const seed = streamSeed(worldSeed, noise.name);
  const scale = noise.deviation / SPLINE_DEVIATION;
  const firstKnot = Math.floor(longitudeOf(grid, 0) / noise.spacingDeg) - 1;
  const knots = Math.floor(longitudeOf(grid, width - 1) / noise.spacingDeg) + 3 - firstKnot;
  const knotOf = new Int32Array(width);
  const weights = new Float64Array(width * 4);
  for (let i = 0; i < width; i++) {
    const x = longitudeOf(grid, i) / noise.spacingDeg;
    const k = Math.floor(x);
    knotOf[i] = k - 1 - firstKnot;
    writeWeights(x - k, weights, i * 4);
  }
  const rows = new Map<number, Float64Array>();
  const latticeRow = (y: number): Float64Array => {
    let row = rows.get(y);
    if (!row) {
      row = Float64Array.from({ length: knots }, (_, k) => (2 * uniform(seed, firstKnot + k, y) - 1) * scale);
      rows.set(y, row);
    }
    return row;
  };
  const wy = new Float64Array(4);
  const blended = new Float64Array(knots);
  for (let j = 0; j < height; j++) {
    const y = latitudeOf(grid, j) / noise.spacingDeg;
    const k = Math.floor(y);
    writeWeights(y - k, wy, 0);
    blended.fill(0);
    for (let q = 0; q < 4; q++) {
      const row = latticeRow(k - 1 + q);
      const w = wy[q] as number;
      for (let i = 0; i < knots; i++) blended[i] = (blended[i] as number) + w * (row[i] as number);
    }
    for (let i = 0, o = j * width; i < width; i++, o++) {
      const b = knotOf[i] as number;
      const w = i * 4;
      out[o] =
        (out[o] as number) +
        (weights[w] as number) * (blended[b] as number) +
        (weights[w + 1] as number) * (blended[b + 1] as number) +
        (weights[w + 2] as number) * (blended[b + 2] as number) +
        (weights[w + 3] as number) * (blended[b + 3] as number);
    }
  }
}

/** A field of its own. */
export function smoothNoise(grid: SampleGrid, noise: SmoothNoise, worldSeed: number): Float32Array {
  const out = new Float32Array(grid.width * grid.height);
  addSmoothNoise(out, grid, noise, worldSeed);
  return out;
}
