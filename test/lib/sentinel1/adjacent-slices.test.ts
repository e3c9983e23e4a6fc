import { beforeAll, describe, expect, test } from 'vitest';
import type { GridWindow } from '../../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import type { Calibration } from '../../../lib/sentinel1/calibration.ts';
import type { Noise } from '../../../lib/sentinel1/noise.ts';
import { parseAnnotation } from '../../../lib/sentinel1/parse-annotation.ts';
import type { Sigma0Cells } from '../../../lib/sentinel1/sigma0-cells.ts';
import { cutSlice } from './known-field/cut-slice.ts';
import type { ImageBlock } from './known-field/image-block.ts';
import { NaiveRadiometry } from './known-field/naive-radiometry.ts';
import { cornerHeights, type RealScene, realScenes, sceneWith, windowOf } from './known-field/real-scene.ts';
import { renderBlock } from './known-field/render-block.ts';
import { annotationXml } from './safe-product.ts';

/** The slices meet in the middle of the block; where, is no border of a band of work. */
const FIRST_LINE = 9100;
const BORDER = 9333;
const LINES = 500;
const FIRST_SAMPLE = 17_300;
const SAMPLES = 512;

/** DN² themselves: A is 1 and there is no noise. */
const UNIT: { readonly calibration: Calibration; readonly noise: Noise } = {
  calibration: { vectors: [{ line: 0, pixel: Float64Array.of(0, 30_000), amplitude: Float64Array.of(1, 1) }] },
  noise: { kind: 'none', range: [], azimuth: [] },
};

async function mapOf(
  scene: RealScene,
  annotation: Annotation,
  block: ImageBlock,
  window: GridWindow,
): Promise<Sigma0Cells> {
  const mask = new Uint8Array(window.width * window.height).fill(1);
  const opened = await sceneWith({ ...scene, ...UNIT, annotation }, block);
  return accumulateSigma0(opened, window, mask, cornerHeights(window), { threads: 1 });
}

/** The maps of the image and of its two slices. */
async function mapsOf(scene: RealScene, written: (annotation: Annotation) => Annotation = (same) => same) {
  const { annotation } = scene;
  const radiometry = new NaiveRadiometry(scene.calibrationXml, scene.noiseXml, FIRST_SAMPLE, SAMPLES);
  const block = renderBlock(annotation, radiometry, FIRST_LINE, LINES);
  const window = windowOf(block);
  const upper = BORDER - FIRST_LINE;
  const { dn } = block;
  const blocks = {
    first: { ...block, lines: upper, dn: dn.slice(0, upper * SAMPLES) },
    second: { ...block, firstLine: 0, lines: LINES - upper, dn: dn.slice(upper * SAMPLES) },
  };
  return {
    whole: await mapOf(scene, annotation, block, window),
    first: await mapOf(scene, written(cutSlice(annotation, 0, BORDER)), blocks.first, window),
    second: await mapOf(scene, written(cutSlice(annotation, BORDER, annotation.lines - BORDER)), blocks.second, window),
  };
}

/** Σ DN² of each pixel. */
const powers = ({ sigma0, samples }: Sigma0Cells) =>
  Array.from(samples, (count, i) => (count === 0 ? 0 : count * (sigma0[i] ?? 0)));

describe.skipIf(realScenes.length === 0).each(realScenes)('two slices of $id', (scene) => {
  let whole: Sigma0Cells;
  let first: Sigma0Cells;
  let second: Sigma0Cells;
  beforeAll(async () => {
    ({ whole, first, second } = await mapsOf(scene));
  });

  test('hold the samples of the image, each once, in the same pixels', () => {
    const counts = Array.from(first.samples, (count, i) => count + (second.samples[i] ?? 0));
    expect(counts).toEqual([...whole.samples]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(LINES * SAMPLES);
    expect(first.samples.filter((count, i) => count > 0 && (second.samples[i] ?? 0) > 0).length).toBeGreaterThan(50);
    const inSecond = powers(second);
    const apart = powers(first).map((power, i) => power + (inSecond[i] ?? 0));
    // Means are stored in single precision.
    powers(whole).forEach((power, i) => {
      expect(Math.abs((apart[i] ?? 0) - power)).toBeLessThanOrEqual(2e-7 * power);
    });
    const line = (map: Sigma0Cells, offset: number) =>
      [...map.line].filter((value) => !Number.isNaN(value)).map((value) => value + offset);
    expect(Math.max(...line(first, 0)) - Math.min(...line(second, BORDER))).toBeGreaterThan(0);
  });

  test('leave no 1-km cell at their border unobserved', () => {
    const kinds = new Set<string>();
    whole.observed.forEach((kind, cell) => {
      const [above = 0, below = 0] = [first.observed[cell], second.observed[cell]];
      if (kind === 2) kinds.add(`${Math.min(above, below)}${Math.max(above, below)}`);
      if (kind === 0) expect([above, below]).toEqual([0, 0]);
    });
    // Wholly in one of them, or partly in both.
    expect([...kinds].sort()).toEqual(['02', '11']);
  });

  test('lose no sample when times are rounded to microseconds, as annotations write them', async () => {
    const rounded = (annotation: Annotation) =>
      parseAnnotation(new TextEncoder().encode(annotationXml(annotation)), 'slice.xml');
    const { first, second } = await mapsOf(scene, rounded);
    const counts = Array.from(first.samples, (count, i) => count + (second.samples[i] ?? 0));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(LINES * SAMPLES);
    const moved = counts.filter((count, i) => count !== whole.samples[i]).length;
    expect(moved).toBeLessThan(0.01 * counts.length);
  });
});
