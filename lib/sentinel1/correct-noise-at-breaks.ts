import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { amplitudeAt } from './amplitude-table.ts';
import type { PixelOutput, SceneInput } from './kernel/scene-memory.ts';
import { CORNERS_PER_SIDE, locateCorners } from './locate-corners.ts';
import { meanNoise } from './mean-noise.ts';
import { findNoiseBreaks, hasBreak, type NoiseBreaks } from './noise-breaks.ts';
import { type NoiseAzimuthWindow, type NoiseTable, noisePowerAt } from './noise-table.ts';

const SIDE = PIXELS_PER_CELL_SIDE;

interface ImageSize {
  readonly lines: number;
  readonly samples: number;
}

/**
 * Noise was removed from each pixel as it is at its centre. Where the noise has a step inside a pixel, or the pixel
 * reaches beyond the image, its mean over the pixel's samples differs from that by up to a sixth: 0.2 dB of σ⁰ at
 * −18 dB. These pixels, some hundredths of a scene, get the difference back, so that all agree within 0.01 dB with
 * noise removed sample by sample.
 */
export function correctNoiseAtBreaks(input: SceneInput, image: ImageSize, output: PixelOutput): void {
  const { geometry, cells, cornerHeightsM, mask, noise, amplitude } = input;
  if (!noise.range) return;
  const breaks = findNoiseBreaks(noise);
  const { cellColumns } = geometry;
  const corner = new Float64Array(2 * CORNERS_PER_SIDE * CORNERS_PER_SIDE);
  for (let k = 0; k < cells.cell.length; k++) {
    const firstLine = Math.floor(cells.firstLine[k] as number);
    const lastLine = Math.ceil(cells.lastLine[k] as number);
    const firstSample = Math.floor(cells.firstSample[k] as number);
    const lastSample = Math.ceil(cells.lastSample[k] as number);
    if (!isUneven(noise, breaks, image, firstLine, lastLine, firstSample, lastSample)) continue;
    const cell = cells.cell[k] as number;
    const cellRow = Math.floor(cell / cellColumns);
    const cellColumn = cell - cellRow * cellColumns;
    locateCorners(geometry, cornerHeightsM, cellColumn, cellRow, corner);
    for (let i = 0; i < SIDE; i++) {
      for (let j = 0; j < SIDE; j++) {
        const pixel = (cellRow * SIDE + i) * cellColumns * SIDE + cellColumn * SIDE + j;
        if (mask[pixel] === 0 || output.samples[pixel] === 0) continue;
        const nw = i * CORNERS_PER_SIDE + j;
        const ne = nw + 1;
        const sw = nw + CORNERS_PER_SIDE;
        const se = sw + 1;
        const l0 = corner[2 * nw] as number;
        const l1 = corner[2 * ne] as number;
        const l2 = corner[2 * se] as number;
        const l3 = corner[2 * sw] as number;
        const s0 = corner[2 * nw + 1] as number;
        const s1 = corner[2 * ne + 1] as number;
        const s2 = corner[2 * se + 1] as number;
        const s3 = corner[2 * sw + 1] as number;
        const isCut = isUneven(
          noise,
          breaks,
          image,
          Math.floor(Math.min(l0, l1, l2, l3)),
          Math.ceil(Math.max(l0, l1, l2, l3)),
          Math.floor(Math.min(s0, s1, s2, s3)),
          Math.ceil(Math.max(s0, s1, s2, s3)),
        );
        if (!isCut) continue;
        // The centre as the kernel takes it.
        const line = (l0 + l1 + l2 + l3) / 4;
        const sample = (s0 + s1 + s2 + s3) / 4;
        const excess = noisePowerAt(noise, line, sample) - meanNoise(noise, breaks.samples, corner, nw, image);
        // NaN: by a rounding of an edge none of its samples was found.
        if (Number.isNaN(excess)) continue;
        const a = amplitudeAt(amplitude, line, sample);
        output.sigma0[pixel] = (output.sigma0[pixel] as number) + excess / (a * a);
      }
    }
  }
}

/** Whether lines and samples, all ends included, reach beyond the image or hold a break. */
function isUneven(
  noise: NoiseTable,
  breaks: NoiseBreaks,
  image: ImageSize,
  firstLine: number,
  lastLine: number,
  firstSample: number,
  lastSample: number,
): boolean {
  if (firstLine < 0 || firstSample < 0 || lastLine > image.lines - 1 || lastSample > image.samples - 1) return true;
  if (hasBreak(breaks.samples, firstSample, lastSample)) return true;
  for (let w = 0; w < noise.azimuth.length; w++) {
    const window = noise.azimuth[w] as NoiseAzimuthWindow;
    if (lastSample < window.firstSample || firstSample > window.lastSample) continue;
    if (hasBreak(breaks.lines[w] as Int32Array, firstLine, lastLine)) return true;
  }
  return false;
}
