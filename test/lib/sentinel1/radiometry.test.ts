import { describe, expect, test } from 'vitest';
import type { GridWindow } from '../../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { solveGeometryNodes } from '../../../lib/sentinel1/geometry-nodes.ts';
import { locateCorners } from '../../../lib/sentinel1/locate-corners.ts';
import { satelliteAt, settle, slantRanges } from './known-field/direct-solver.ts';
import type { ImageBlock } from './known-field/image-block.ts';
import { heightAt } from './known-field/known-world.ts';
import { NaiveRadiometry } from './known-field/naive-radiometry.ts';
import { cornerHeights, type RealScene, realScenes, sceneWith, windowOf } from './known-field/real-scene.ts';

/** Dry soil: −18 dB. What is left after noise removal is a fourth to nine tenths of the power. */
const SIGMA0 = 10 ** -1.8;
const HALF_SIDE = 180;

/** Lines and samples where borders of the tables, of sub-swaths and of the image lie. */
const PLACES: readonly [name: string, place: (scene: RealScene) => [number, number]][] = [
  ['near corner', () => [0, 0]],
  ['within IW1', () => [5500, 4000]],
  ['IW1 and IW2, first lines', (scene) => [0, seams(scene)[0]]],
  ['IW1 and IW2', (scene) => [7700, seams(scene)[0]]],
  ['IW2 and IW3', (scene) => [10_100, seams(scene)[1]]],
  ['IW2 and IW3, last lines', (scene) => [scene.annotation.lines - 1, seams(scene)[1]]],
  ['far edge', ({ annotation }) => [3300, annotation.samples - HALF_SIDE]],
  ['far corner', ({ annotation }) => [annotation.lines - 1, annotation.samples - 1]],
];

function seams({ noise }: RealScene): [number, number] {
  const [, second, third] = noise.azimuth;
  return [second?.firstSample ?? 8700, third?.firstSample ?? 17_500];
}

/** A window of some 3 × 3 cells around a place, and the block of the image that holds all its samples. */
function surroundings({ annotation }: RealScene, line: number, sample: number) {
  const t = line * annotation.azimuthTimeIntervalS;
  const [range = 0] = slantRanges(annotation, t, [sample]);
  const grid = annotation.geolocationGrid;
  const place = { lon: grid.longitudeDeg[105] ?? 0, lat: grid.latitudeDeg[105] ?? 0 };
  settle(satelliteAt(annotation, t), range, heightAt, place);
  const { lon, lat } = place;
  const d = 0.0125;
  const window = windowOf({ west: lon - d, south: lat - d, east: lon + d, north: lat + d });
  const firstLine = Math.max(Math.round(line) - HALF_SIDE - 60, 0);
  const firstSample = Math.max(Math.round(sample) - HALF_SIDE - 60, 0);
  const lines = Math.min(annotation.lines, Math.round(line) + HALF_SIDE + 60) - firstLine;
  const samples = Math.min(annotation.samples, Math.round(sample) + HALF_SIDE + 60) - firstSample;
  return { window, firstLine, firstSample, lines, samples };
}

/** Speckle of one look on top of −18 dB and the noise: DN² exponential; the same at each run. */
function speckled(radiometry: NaiveRadiometry, firstLine: number, lines: number): Uint16Array {
  const { samples } = radiometry;
  const dn = new Uint16Array(lines * samples);
  let state = 12_345;
  for (let y = 0; y < lines; y++) {
    const a = radiometry.amplitudeRow(firstLine + y);
    const eta = radiometry.noiseRow(firstLine + y);
    for (let x = 0; x < samples; x++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const power = SIGMA0 * (a[x] as number) ** 2 + (eta[x] as number);
      dn[y * samples + x] = Math.round(Math.sqrt(-power * Math.log((state + 1) / 2 ** 32)));
    }
  }
  return dn;
}

/** Which samples a pixel holds is the library's geometry; what they mean is worked out here, sample by sample. */
function naiveMeans(scene: RealScene, block: ImageBlock, radiometry: NaiveRadiometry, window: GridWindow) {
  const { lines, samples, firstLine, firstSample, dn } = block;
  const heights = cornerHeights(window);
  const nodes = solveGeometryNodes(scene.annotation, window, Math.min(...heights), Math.max(...heights));
  const sum = new Float64Array(window.width * window.height);
  const count = new Uint32Array(sum.length);
  const sigma0 = new Float64Array(dn.length);
  for (let y = 0; y < lines; y++) {
    const a = radiometry.amplitudeRow(firstLine + y);
    const eta = radiometry.noiseRow(firstLine + y);
    for (let x = 0; x < samples; x++) {
      const k = y * samples + x;
      sigma0[k] = ((dn[k] as number) ** 2 - (eta[x] as number)) / (a[x] as number) ** 2;
    }
  }
  const corner = new Float64Array(200);
  for (let cell = 0; cell < nodes.cellColumns * nodes.cellRows; cell++) {
    const column = cell % nodes.cellColumns;
    const row = Math.floor(cell / nodes.cellColumns);
    locateCorners(nodes, heights, column, row, corner);
    for (let p = 0; p < 81; p++) {
      const k = Math.floor(p / 9) * 10 + (p % 9);
      const quad = [k, k + 1, k + 11, k + 10].map((c): [number, number] => [
        (corner[2 * c] as number) - firstLine,
        (corner[2 * c + 1] as number) - firstSample,
      ]);
      const pixel = (9 * row + Math.floor(p / 9)) * window.width + 9 * column + (p % 9);
      const ys = quad.map(([y]) => y);
      const xs = quad.map(([, x]) => x);
      for (let y = Math.max(Math.ceil(Math.min(...ys)), 0); y < Math.min(Math.max(...ys), lines); y++) {
        for (let x = Math.max(Math.ceil(Math.min(...xs)), 0); x < Math.min(Math.max(...xs), samples); x++) {
          if (dn[y * samples + x] === 0 || !isInside(quad, y, x)) continue;
          sum[pixel] = (sum[pixel] as number) + (sigma0[y * samples + x] as number);
          count[pixel] = (count[pixel] as number) + 1;
        }
      }
    }
  }
  return { sigma0: sum.map((value, i) => value / (count[i] as number)), count };
}

/** Even-odd rule. */
function isInside(quad: readonly [number, number][], y: number, x: number): boolean {
  let inside = false;
  quad.forEach(([y0, x0], i) => {
    const [y1, x1] = quad[(i + 1) % 4] ?? [0, 0];
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  });
  return inside;
}

describe.skipIf(realScenes.length === 0).each(realScenes)(
  'radiometry of $id, sample by sample and by the library',
  (scene) => {
    test.each(PLACES)('%s: within 0.01 dB in every averaged pixel', async (_, place) => {
      const { window, firstLine, lines, firstSample, samples } = surroundings(scene, ...place(scene));
      const radiometry = new NaiveRadiometry(scene.calibrationXml, scene.noiseXml, firstSample, samples);
      const block = { firstLine, firstSample, lines, samples, dn: speckled(radiometry, firstLine, lines) };
      const expected = naiveMeans(scene, block, radiometry, window);
      const mask = new Uint8Array(window.width * window.height).fill(1);
      const opened = await sceneWith(scene, block);
      const found = await accumulateSigma0(opened, window, mask, cornerHeights(window), { threads: 1 });
      expect([...found.samples]).toEqual([...expected.count]);
      const differences = Array.from(found.sigma0, (value, i) =>
        expected.count[i] === 0 ? 0 : Math.abs(10 * Math.log10(value / (expected.sigma0[i] ?? 0))),
      );
      expect(differences.filter((d) => !(d <= 0.01))).toEqual([]);
    });
  },
);
