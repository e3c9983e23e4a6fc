import { InputError } from '../errors/input.error.ts';
import type { RejectReason } from '../errors/reject-reason.ts';
import type { Annotation } from './annotation.ts';
import type { Calibration } from './calibration.ts';
import type { Noise, NoiseAzimuthVector } from './noise.ts';

/** Tables have a node every 40 samples and a vector every second (670 lines); beyond the last the value is kept. */
const MAX_MISSING_SAMPLES = 100;
const MAX_MISSING_LINES = 2000;
/** Azimuth factors are given for every tenth line of a window and for its last. */
const MAX_MISSING_FACTORS = 100;

type ImageSize = Pick<Annotation, 'samples' | 'lines'>;

/**
 * A table that ends before the image does would be continued by a constant, off by a decibel at the other side of the
 * swath. Throws InputError('invalid-calibration') naming the vector.
 */
export function requireCalibrationCoversImage(calibration: Calibration, image: ImageSize, where: string): Calibration {
  const gap = vectorGap(calibration.vectors, image);
  if (gap !== undefined) throw tooShort('invalid-calibration', where, `<calibrationVectorList> ${gap}`);
  return calibration;
}

/** As above, for range vectors and, from IPF 2.9 on, the windows of the azimuth vectors. InputError('invalid-noise'). */
export function requireNoiseCoversImage(noise: Noise, image: ImageSize, where: string): Noise {
  if (noise.kind === 'none') return noise;
  const gap = vectorGap(noise.range, image);
  if (gap !== undefined) throw tooShort('invalid-noise', where, `the list of range vectors ${gap}`);
  if (noise.kind !== 'range-azimuth') return noise;
  let next = 0;
  for (const { firstSample, lastSample } of noise.azimuth.toSorted((a, b) => a.firstSample - b.firstSample)) {
    if (firstSample - next > MAX_MISSING_SAMPLES) break;
    next = Math.max(next, lastSample + 1);
  }
  if (image.samples - next > MAX_MISSING_SAMPLES) {
    const what = `<noiseAzimuthVectorList> covers no sample from ${next} on, but the image has ${image.samples}`;
    throw tooShort('invalid-noise', where, what);
  }
  const missed = lineGap(noise.azimuth, image);
  if (missed !== undefined) throw tooShort('invalid-noise', where, `<noiseAzimuthVectorList> ${missed}`);
  return noise;
}

/**
 * Which lines of a sub-swath no azimuth window covers, or what part of its window a table misses. A sub-swath may start
 * late or end early by less than {@link MAX_MISSING_LINES}: there are no data there.
 */
function lineGap(windows: readonly NoiseAzimuthVector[], { lines }: ImageSize): string | undefined {
  const byLine = windows.toSorted((a, b) => a.firstLine - b.firstLine);
  for (const { firstSample: sample, swath } of windows) {
    let next = 0;
    for (const { firstLine, lastLine } of byLine.filter((w) => w.firstSample <= sample && sample <= w.lastSample)) {
      if (firstLine - next > MAX_MISSING_LINES) break;
      next = Math.max(next, lastLine + 1);
    }
    if (lines - next > MAX_MISSING_LINES)
      return `covers no line of ${swath} from ${next} on, but the image has ${lines}`;
  }
  for (const { swath, firstLine, lastLine, line } of windows) {
    const [first = Number.NaN, last = Number.NaN] = [line[0], line.at(-1)];
    if (first <= firstLine + MAX_MISSING_FACTORS && last >= Math.min(lastLine, lines - 1) - MAX_MISSING_FACTORS)
      continue;
    return `has factors for lines ${first} to ${last} in its window of ${swath}, which goes from ${firstLine} to ${lastLine}`;
  }
  return undefined;
}

interface Vector {
  readonly line: number;
  readonly pixel: Float64Array;
}

/** What part of the image a list of vectors misses, or undefined. */
function vectorGap(vectors: readonly Vector[], { samples, lines }: ImageSize): string | undefined {
  const firstLine = vectors[0]?.line ?? Number.NaN;
  const lastLine = vectors.at(-1)?.line ?? Number.NaN;
  if (!(firstLine <= MAX_MISSING_LINES && lastLine >= lines - 1 - MAX_MISSING_LINES)) {
    return `covers lines ${firstLine} to ${lastLine}, but the image has ${lines}`;
  }
  for (const [i, { pixel }] of vectors.entries()) {
    const first = pixel[0] ?? Number.NaN;
    const last = pixel.at(-1) ?? Number.NaN;
    if (first <= MAX_MISSING_SAMPLES && last >= samples - 1 - MAX_MISSING_SAMPLES) continue;
    return `covers samples ${first} to ${last} in its vector ${i}, but the image has ${samples}`;
  }
  return undefined;
}

function tooShort(reason: RejectReason, where: string, what: string): InputError {
  return new InputError(reason, where, what, 'Download the product again; if it stays so, report it to the provider.');
}
