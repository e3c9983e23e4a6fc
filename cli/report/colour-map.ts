import { fromOklab, type Oklab, oklabDistance, type Rgb, rgbOfHex, toOklab } from './oklab.ts';

/** 255 colours from the lowest to the highest value: entry 255 of a palette is left for `no value`. */
export const COLOURS = 255;

/**
 * Colours along a path through the given ones, evenly spaced to the eye: equal steps of value are equal distances in
 * OKLab (Ottosson 2020), and lightness falls all the way, so that the order survives colour blindness and grey print.
 */
export function colourMap(anchors: readonly string[]): Uint8Array {
  const path = anchors.map((hex) => toOklab(rgbOfHex(hex)));
  const lengths = path.slice(1).map((point, i) => oklabDistance(path[i] as Oklab, point));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const colours = new Uint8Array(COLOURS * 3);
  let leg = 0;
  let passed = 0;
  for (let i = 0; i < COLOURS; i++) {
    const target = (total * i) / (COLOURS - 1);
    while (leg < lengths.length - 1 && passed + (lengths[leg] as number) < target) passed += lengths[leg++] as number;
    const t = Math.min(1, (target - passed) / (lengths[leg] as number));
    const [from, to] = [path[leg] as Oklab, path[leg + 1] as Oklab];
    const mix = (k: 0 | 1 | 2) => from[k] + (to[k] - from[k]) * t;
    colours.set(fromOklab([mix(0), mix(1), mix(2)]), i * 3);
  }
  return colours;
}

/** Soil moisture: dry sand to wet blue. */
export const SM_COLOURS = colourMap(['#f8ecc8', '#dccb82', '#93bd80', '#3f9c98', '#2b6ca6', '#1d2d66']);
/** Uncertainty: the darker, the less certain. */
export const UNCERTAINTY_COLOURS = colourMap(['#fdf1ea', '#f5b695', '#d8607a', '#8a2a7b', '#370e50']);
/** Number of cells in a scatter plot. */
export const DENSITY_COLOURS = colourMap(['#cfdcec', '#6f9bc8', '#2c5f9e', '#0e2547']);
/** Where a map has no value. */
export const NO_VALUE: Rgb = [208, 208, 208];
