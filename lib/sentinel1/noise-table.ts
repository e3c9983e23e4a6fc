import { expandLookupTable, fillLinear, type LookupTable, lookUp } from './lookup-table.ts';
import type { Noise, NoiseAzimuthVector } from './noise.ts';

/** Factor along the lines of a sub-swath window, for every line of the window. */
export interface NoiseAzimuthWindow {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
  readonly factor: Float32Array;
}

/** Thermal-noise power in DN² anywhere in the image. `range` is undefined where the product has no noise values. */
export interface NoiseTable {
  readonly range: LookupTable | undefined;
  readonly azimuth: readonly NoiseAzimuthWindow[];
}

export function createNoiseTable(noise: Noise, samples: number, lines: number): NoiseTable {
  if (noise.kind === 'none') return { range: undefined, azimuth: [] };
  const vectors = noise.range.map(({ line, pixel, power }) => ({ line, pixel, value: withoutFarEdgeZeros(power) }));
  return {
    range: expandLookupTable(vectors, samples),
    azimuth: noise.azimuth
      .filter((vector) => vector.firstLine < lines && vector.firstSample < samples)
      .map((vector) => expandWindow(vector, lines)),
  };
}

/**
 * Recent products end their range vectors with 3 to 8 zeros at the far edge, where the noise is not zero: the last
 * value before them is continued.
 */
function withoutFarEdgeZeros(power: Float64Array): Float64Array {
  const last = power.findLastIndex((value) => value !== 0);
  return last < 0 ? power : power.map((value, i) => (i > last ? (power[last] as number) : value));
}

function expandWindow(vector: NoiseAzimuthVector, lines: number): NoiseAzimuthWindow {
  const lastLine = Math.min(vector.lastLine, lines - 1);
  const factor = new Float32Array(new SharedArrayBuffer(4 * (lastLine - vector.firstLine + 1)));
  fillLinear(vector.line, vector.factor, factor, vector.firstLine);
  const { firstLine, firstSample, lastSample } = vector;
  return { firstLine, lastLine, firstSample, lastSample, factor };
}

/**
 * η in DN²: range vectors linear in pixel, then in line; times the azimuth factor of the window that holds the
 * pixel (1 where none does, and for products before IPF 2.9, which have none).
 */
export function noisePowerAt(table: NoiseTable, line: number, sample: number): number {
  if (!table.range) return 0;
  return lookUp(table.range, line, sample) * azimuthFactor(table.azimuth, Math.round(line), Math.round(sample));
}

function azimuthFactor(windows: readonly NoiseAzimuthWindow[], line: number, sample: number): number {
  for (let i = 0; i < windows.length; i++) {
    const window = windows[i] as NoiseAzimuthWindow;
    if (sample < window.firstSample || sample > window.lastSample) continue;
    if (line < window.firstLine || line > window.lastLine) continue;
    return window.factor[line - window.firstLine] as number;
  }
  return 1;
}
