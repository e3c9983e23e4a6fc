import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise, NoiseAzimuthVector, NoiseRangeVector } from '../sentinel1/noise.ts';
import { incidenceAcross } from './incidence-across.ts';

/** Amplitude calibration of β⁰ in products of the IPF; σ⁰ = β⁰ sin θ. */
const BETA_NOUGHT = 474;
const PIXEL_STEP = 40;
const VECTOR_STEP_S = 1;
/** Length of a TOPS burst cycle, s: the period of the noise along azimuth. */
const BURST_CYCLE_S = 2.75;
/** Recent noise tables end with some zeros at the far edge. */
const FAR_EDGE_ZEROS = 3;

/** σ⁰ calibration vectors every second: A = 474 / √sin θ, θ at the ellipsoid along the middle line. */
export function generatedCalibration(annotation: Annotation): Calibration {
  const pixel = pixelsEvery(PIXEL_STEP, 0, annotation.samples - 1);
  const incidenceDeg = incidenceAcross(annotation, pixel);
  const amplitude = incidenceDeg.map((theta) => BETA_NOUGHT / Math.sqrt(Math.sin((theta * Math.PI) / 180)));
  return { vectors: vectorLines(annotation).map((line) => ({ line, pixel, amplitude })) };
}

/**
 * Thermal noise of three sub-swaths side by side: noise-equivalent σ⁰ from −29 dB in their middles to −22.5 dB at their
 * edges, and a factor along azimuth that repeats with the bursts. Every sub-swath has its own window and level.
 */
export function generatedNoise(annotation: Annotation): Noise {
  const { samples, lines } = annotation;
  const edges = [0, Math.round(0.335 * samples), Math.round(0.672 * samples), samples];
  const pixel = Float64Array.from(
    [0, 1, 2].flatMap((swath) => [
      ...pixelsEvery(PIXEL_STEP, edges[swath] as number, (edges[swath + 1] as number) - 1),
    ]),
  );
  const incidenceDeg = incidenceAcross(annotation, pixel);
  const power = pixel.map((x, k) => {
    const swath = swathOf(edges, x);
    const from = edges[swath] as number;
    const across = (x - from) / ((edges[swath + 1] as number) - from);
    const neszDb = -29 + 0.7 * swath + 5 * (2 * across - 1) ** 2;
    return 10 ** (neszDb / 10) * (BETA_NOUGHT ** 2 / Math.sin(((incidenceDeg[k] as number) * Math.PI) / 180));
  });
  const zeros = Math.min(FAR_EDGE_ZEROS, pixel.length - 2);
  power.fill(0, power.length - Math.max(zeros, 0));
  const range = vectorLines(annotation).map((line): NoiseRangeVector => ({ line, pixel, power }));
  const line = pixelsEvery(10, 0, lines - 1);
  const azimuth = [0, 1, 2].map((swath): NoiseAzimuthVector => {
    const factor = line.map((l) => {
      const phase = (l * annotation.azimuthTimeIntervalS) / BURST_CYCLE_S + swath / 3;
      return 1 + 0.14 * Math.abs(phase - Math.round(phase)) ** 2 * 4;
    });
    return {
      swath: `IW${swath + 1}`,
      firstLine: 0,
      lastLine: lines - 1,
      firstSample: edges[swath] as number,
      lastSample: (edges[swath + 1] as number) - 1,
      line,
      factor,
    };
  });
  return { kind: 'range-azimuth', range, azimuth };
}

function swathOf(edges: readonly number[], x: number): number {
  return x < (edges[1] as number) ? 0 : x < (edges[2] as number) ? 1 : 2;
}

/** Image lines of the vectors: from 0 on, the last one past the image's end. */
function vectorLines({ lines, azimuthTimeIntervalS }: Annotation): number[] {
  const step = Math.round(VECTOR_STEP_S / azimuthTimeIntervalS);
  return Array.from({ length: Math.ceil((lines - 1) / step) + 1 }, (_, k) => k * step);
}

/** `first`, first + step … and `last` itself. */
function pixelsEvery(step: number, first: number, last: number): Float64Array {
  const count = Math.max(Math.ceil((last - first) / step), 1);
  return Float64Array.from({ length: count + 1 }, (_, k) => Math.min(first + k * step, last));
}
