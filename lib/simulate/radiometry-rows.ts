import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';

/** A² and η for every sample of an image line. */
export interface RadiometryRows {
  /** Fills `gain` with A² and `noise` with η (both DN²) of a line. */
  fill(line: number, gain: Float32Array, noise: Float32Array): void;
}

interface Row {
  readonly line: number;
  readonly values: Float32Array;
}

/**
 * Look-up tables of a product spread over all samples: linear in pixel within a vector, then linear in line; noise of
 * range times azimuth inside its window. Far-edge zeros of the noise table stand for its last value.
 */
export function createRadiometryRows(calibration: Calibration, noise: Noise, samples: number): RadiometryRows {
  const amplitude = calibration.vectors.map((v) => spread(v.line, v.pixel, v.amplitude, samples));
  const power =
    noise.kind === 'none'
      ? []
      : noise.range.map((v) => {
          const last = v.power.findLastIndex((value) => value !== 0);
          const filled = last < 0 ? v.power : v.power.map((p, k) => (k > last ? (v.power[last] as number) : p));
          return spread(v.line, v.pixel, filled, samples);
        });
  return {
    fill(line, gain, noiseOut) {
      blend(amplitude, line, gain);
      for (let x = 0; x < samples; x++) gain[x] = (gain[x] as number) ** 2;
      if (power.length === 0) {
        noiseOut.fill(0);
        return;
      }
      blend(power, line, noiseOut);
      for (const window of noise.azimuth) {
        if (line < window.firstLine || line > window.lastLine) continue;
        const factor = interpolate(window.line, window.factor, line);
        const end = Math.min(window.lastSample + 1, samples);
        for (let x = window.firstSample; x < end; x++) noiseOut[x] = (noiseOut[x] as number) * factor;
      }
    },
  };
}

function spread(line: number, pixel: Float64Array, values: Float64Array, samples: number): Row {
  const row = new Float32Array(samples);
  let k = 0;
  for (let x = 0; x < samples; x++) {
    while (k < pixel.length - 2 && x > (pixel[k + 1] as number)) k++;
    row[x] = between(pixel, values, k, x);
  }
  return { line, values: row };
}

function blend(rows: readonly Row[], line: number, out: Float32Array): void {
  let k = 0;
  while (k < rows.length - 2 && line > (rows[k + 1]?.line ?? Infinity)) k++;
  const before = rows[k] as Row;
  const after = rows[k + 1] ?? before;
  const gap = after.line - before.line;
  const w = gap > 0 ? Math.min(Math.max((line - before.line) / gap, 0), 1) : 0;
  for (let x = 0; x < out.length; x++) {
    const value = before.values[x] as number;
    out[x] = value + w * ((after.values[x] as number) - value);
  }
}

function interpolate(x: Float64Array, y: Float64Array, at: number): number {
  let k = 0;
  while (k < x.length - 2 && at > (x[k + 1] as number)) k++;
  return between(x, y, k, at);
}

/** On the line from node k to the next; the end values go on beyond the first and the last node. */
function between(x: Float64Array, y: Float64Array, k: number, at: number): number {
  const y0 = y[k] as number;
  if (x.length === 1) return y0;
  const x0 = x[k] as number;
  const w = Math.min(Math.max((at - x0) / ((x[k + 1] as number) - x0), 0), 1);
  return y0 + w * ((y[k + 1] as number) - y0);
}
