import type { Annotation } from '../sentinel1/annotation.ts';
import type { Calibration } from '../sentinel1/calibration.ts';
import type { Noise } from '../sentinel1/noise.ts';
import type { Acquisition } from './acquisition.ts';
import { geolocationGridOn } from './geolocation-grid.ts';
import type { GivenScene } from './given-scene.ts';
import type { GridField } from './grid-field.ts';

/** A part of an image, in its lines and samples. */
export interface ImagePart {
  readonly firstLine: number;
  readonly lines: number;
  readonly firstSample: number;
  readonly samples: number;
}

/** A part of that size (or the whole image if that is smaller) in the middle of an image. */
export function middlePart({ lines, samples }: Annotation, wanted: { lines: number; samples: number }): ImagePart {
  const height = Math.min(wanted.lines, lines);
  const width = Math.min(wanted.samples, samples);
  return {
    firstLine: Math.floor((lines - height) / 2),
    lines: height,
    firstSample: Math.floor((samples - width) / 2),
    samples: width,
  };
}

/** An acquisition of a part of a given image, everything in it counted from the part's first line and sample. */
export function cutAcquisition(given: GivenScene, part: ImagePart, surface: GridField): Acquisition {
  const { manifest } = given;
  return {
    annotation: cutAnnotation(given.annotation, part, surface),
    calibration: cutCalibration(given.calibration, part),
    noise: cutNoise(given.noise, part),
    record: {
      relativeOrbit: manifest.relativeOrbit,
      ipfVersion: manifest.ipfVersion,
      timeliness: manifest.timeliness ?? 'Fast-24h',
      sliceNumber: manifest.sliceNumber ?? 1,
      totalSlices: manifest.totalSlices ?? 1,
      processingStopUs: manifest.processingStopUs,
    },
  };
}

function cutAnnotation(whole: Annotation, part: ImagePart, surface: GridField): Annotation {
  const firstLineTimeUs = whole.firstLineTimeUs + Math.round(part.firstLine * whole.azimuthTimeIntervalS * 1e6);
  const shiftS = (firstLineTimeUs - whole.firstLineTimeUs) / 1e6;
  const shiftM = part.firstSample * whole.rangePixelSpacingM;
  const cut: Annotation = {
    ...whole,
    firstLineTimeUs,
    lastLineTimeS: (part.lines - 1) * whole.azimuthTimeIntervalS,
    lines: part.lines,
    samples: part.samples,
    orbit: { ...whole.orbit, timeS: whole.orbit.timeS.map((t) => t - shiftS) },
    slantToGround: whole.slantToGround.map(({ timeS, sr0M, coefficients }) => ({
      timeS: timeS - shiftS,
      sr0M,
      // ground range is counted from the part's first sample
      coefficients: coefficients.map((c, k) => (k === 0 ? c - shiftM : c)),
    })),
  };
  return { ...cut, geolocationGrid: geolocationGridOn(cut, surface) };
}

function cutCalibration({ vectors }: Calibration, part: ImagePart): Calibration {
  return {
    vectors: vectors.filter(touches(vectors, part)).map(({ line, pixel, amplitude }) => {
      const { x, y } = cutTable(pixel, amplitude, part.firstSample, part.samples);
      return { line: line - part.firstLine, pixel: x, amplitude: y };
    }),
  };
}

function cutNoise({ kind, range, azimuth }: Noise, part: ImagePart): Noise {
  const lastLine = part.lines - 1;
  const lastSample = part.samples - 1;
  return {
    kind,
    range: range.filter(touches(range, part)).map(({ line, pixel, power }) => {
      const { x, y } = cutTable(pixel, power, part.firstSample, part.samples);
      return { line: line - part.firstLine, pixel: x, power: y };
    }),
    azimuth: azimuth
      .map((window) => {
        const { x, y } = cutTable(window.line, window.factor, part.firstLine, part.lines);
        return {
          swath: window.swath,
          firstLine: Math.max(window.firstLine - part.firstLine, 0),
          lastLine: Math.min(window.lastLine - part.firstLine, lastLine),
          firstSample: Math.max(window.firstSample - part.firstSample, 0),
          lastSample: Math.min(window.lastSample - part.firstSample, lastSample),
          line: x,
          factor: y,
        };
      })
      .filter((window) => window.lastLine >= window.firstLine && window.lastSample >= window.firstSample),
  };
}

/** Vectors between which lines of the part lie. */
function touches<T extends { readonly line: number }>(
  vectors: readonly T[],
  part: ImagePart,
): (v: T, k: number) => boolean {
  return (_, k) =>
    (vectors[k + 1]?.line ?? Infinity) > part.firstLine &&
    (vectors[k - 1]?.line ?? -Infinity) < part.firstLine + part.lines - 1;
}

/** Nodes inside [first, first + size − 1], counted from `first`, with interpolated ones at both ends. */
function cutTable(
  nodes: Float64Array,
  values: Float64Array,
  first: number,
  size: number,
): { x: Float64Array; y: Float64Array } {
  const last = first + size - 1;
  const inner = Array.from(nodes).filter((node) => node > first && node < last);
  const kept = [first, ...inner, last];
  return { x: Float64Array.from(kept, (node) => node - first), y: Float64Array.from(kept, (node) => valueAt(node)) };

  function valueAt(node: number): number {
    let k = 0;
    while (k < nodes.length - 2 && node >= (nodes[k + 1] as number)) k++;
    const x0 = nodes[k] as number;
    const x1 = nodes[k + 1] ?? x0;
    const y0 = values[k] as number;
    const w = x1 > x0 ? Math.min(Math.max((node - x0) / (x1 - x0), 0), 1) : 0;
    return y0 + w * ((values[k + 1] ?? y0) - y0);
  }
}
