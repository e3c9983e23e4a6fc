import { describe, expect, test } from 'vitest';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { imagePoint } from './known-field/direct-solver.ts';
import { heightAt, meanSigma0 } from './known-field/known-world.ts';
import { NaiveRadiometry } from './known-field/naive-radiometry.ts';
import { cornerHeights, type RealScene, realScenes, sceneWith, windowOf } from './known-field/real-scene.ts';
import { renderBlock } from './known-field/render-block.ts';

const SIDE = 512;
/** Samples from the block's edge within which a pixel may be cut. */
const MARGIN = 14;

/** Where the image is looked at: first line and sample of a block. Seams as in the noise annotation, about. */
const PLACES: readonly [name: string, place: (scene: RealScene) => [number, number]][] = [
  ['near range, first lines', () => [0, 0]],
  ['across IW1 and IW2', () => [5000, 8500]],
  ['across IW2 and IW3', () => [9000, 17_300]],
  ['far range', ({ annotation }) => [12_000, annotation.samples - SIDE]],
  ['mid range, last lines', ({ annotation }) => [annotation.lines - SIDE, 13_000]],
];

/** Differences in dB between the map and the field's means over the same pixels. */
async function differencesDb(
  scene: RealScene,
  [firstLine, firstSample]: readonly [number, number],
  heightErrorM = 0,
): Promise<number[]> {
  const { annotation } = scene;
  const radiometry = new NaiveRadiometry(scene.calibrationXml, scene.noiseXml, firstSample, SIDE);
  const block = renderBlock(annotation, radiometry, firstLine, SIDE);
  const window = windowOf(block);
  const mask = new Uint8Array(window.width * window.height).fill(1);
  const heights = cornerHeights(window).map((height) => height + heightErrorM);
  const opened = await sceneWith(scene, block);
  const { sigma0 } = await accumulateSigma0(opened, window, mask, heights, { threads: 1 });
  const differences: number[] = [];
  sigma0.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const west = (window.column + (i % window.width)) / 1008 - 180;
    const north = 90 - (window.row + Math.floor(i / window.width)) / 1008;
    const [lon, lat] = [west + 0.5 / 1008, north - 0.5 / 1008];
    const [line, sample] = imagePoint(annotation, lon, lat, heightAt(lon, lat));
    const [y, x] = [line - firstLine, sample - firstSample];
    if (Math.min(y, x) < MARGIN || Math.max(y, x) > SIDE - 1 - MARGIN) return;
    differences.push(10 * Math.log10(value / meanSigma0(west, north, 1 / 1008)));
  });
  return differences;
}

function summarize(differences: readonly number[]) {
  const sorted = differences.map(Math.abs).sort((a, b) => a - b);
  return {
    mean: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    p95: sorted[Math.floor(0.95 * sorted.length)] ?? Number.NaN,
  };
}

// 6FF8: ascending, IPF 3.31; 8255: descending, IPF 3.31; CEAB: ascending, IPF 2.36.
describe.skipIf(realScenes.length === 0).each(realScenes)(
  'a known field over hills, on the annotation of $id',
  (scene) => {
    test.each(PLACES)('%s: 100-m means within 0.05 dB, and 0.2 dB in 95 of 100', async (_, place) => {
      const differences = await differencesDb(scene, place(scene));
      const { mean, p95 } = summarize(differences);
      expect(differences.length).toBeGreaterThan(1900);
      expect(Math.abs(mean)).toBeLessThan(0.05);
      expect(p95).toBeLessThan(0.2);
    });
  },
);

test.skipIf(realScenes.length === 0)('heights of another datum, 50 m too high, would be noticed', async () => {
  const [scene] = realScenes;
  if (!scene) throw new Error('no scene');
  expect(summarize(await differencesDb(scene, [5000, 8500], 50)).p95).toBeGreaterThan(0.2);
});
