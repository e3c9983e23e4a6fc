import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type BoundingBox,
  boundingBoxOf,
  CELLS_PER_DEGREE_1KM,
  toPixels100m,
  windowAround,
} from '../../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { missingFiles } from '../../../lib/sentinel1/missing-files.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import { createDemo, DEMO_AREAS, type Demo } from '../../../lib/simulate/demo.ts';
import { heightSurface } from '../../../lib/simulate/height-surface.ts';
import { memorySink } from '../../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';
import { type RenderOptions, renderScene } from '../../../lib/simulate/render-scene.ts';
import { renderTiles } from '../../../lib/simulate/render-tiles.ts';
import { scenePower } from '../../../lib/simulate/scene-backscatter.ts';
import { cornerHeights } from '../../support/corner-heights.ts';
import { productIn, tilesIn } from './memory-product.ts';

function acquisitionOf(demo: Demo, k: number) {
  const found = demo.acquisitions[k];
  if (!found) throw new Error(`the demo has no acquisition ${k}`);
  return found.acquisition;
}

async function renderDemo(demo: Demo, k: number, options: RenderOptions = {}) {
  const files = new Map<string, Uint8Array>();
  const plan = planAcquisition(acquisitionOf(demo, k));
  const rendered = await renderScene(demo.scenario, plan, memorySink(files), options);
  return { files, plan, rendered };
}

/** Differences (dB) of the reader's σ⁰ from the rendered truth, over 100-m pixels that are wholly in the image. */
async function differencesDb(demo: Demo, k: number, isSpeckled: boolean): Promise<number[]> {
  const { files, plan, rendered } = await renderDemo(demo, k, { isSpeckled });
  await renderTiles(demo.scenario, demo.box, [], memorySink(files));
  const scene = await openScene(productIn(files, rendered.path));
  const window = toPixels100m(windowAround(demo.box, CELLS_PER_DEGREE_1KM));
  const heights = await cornerHeights(tilesIn(files, 'dem'), window, 'egm');
  const mask = new Uint8Array(window.width * window.height).fill(1);
  const cells = await accumulateSigma0(scene, window, mask, heights, { threads: 0 });
  const truth = scenePower(
    demo.scenario,
    plan.annotation,
    heightSurface(demo.scenario.world, boundingBoxOf(window)),
    window,
  );
  const usual = [...cells.samples].sort((a, b) => a - b)[Math.floor(mask.length / 2)] as number;
  const differences: number[] = [];
  cells.sigma0.forEach((sigma0, o) => {
    if ((cells.samples[o] as number) >= 0.7 * usual)
      differences.push(10 * Math.log10(sigma0 / (truth.sigma0[o] as number)));
  });
  expect(differences.length).toBeGreaterThan(0.9 * mask.length);
  return differences.sort((a, b) => a - b);
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const hilly: BoundingBox = [3.6, 43.95, 3.65, 44];

describe.each([
  { what: 'ascending, plain', box: DEMO_AREAS.tiny as BoundingBox, k: 0 },
  { what: 'descending, plain', box: DEMO_AREAS.tiny as BoundingBox, k: 1 },
  { what: 'ascending, hills', box: hilly, k: 0 },
  { what: 'descending, across 180°', box: [179.98, -10.03, 180.02, -9.99] as BoundingBox, k: 1 },
  { what: 'ascending, far north', box: [20, 69, 20.08, 69.03] as BoundingBox, k: 2 },
])('a scene ($what)', ({ box, k }) => {
  test('is read back to the backscatter that it was rendered from: radiometry, noise and terrain', async () => {
    const demo = createDemo({ seed: 11, box, seaShare: 0 });
    const differences = await differencesDb(demo, k, false);
    expect(Math.abs(mean(differences))).toBeLessThan(0.005);
    expect(differences[Math.floor(0.05 * differences.length)]).toBeGreaterThan(-0.1);
    expect(differences[Math.floor(0.95 * differences.length)]).toBeLessThan(0.1);
  });
});

test('speckle has 4.4 looks: 100-m means scatter by 0.23 dB around the truth, without a bias in power', async () => {
  const demo = createDemo({ seed: 5, box: DEMO_AREAS.tiny });
  const differences = await differencesDb(demo, 0, true);
  const power = differences.map((db) => 10 ** (db / 10));
  const deviation = Math.sqrt(mean(power.map((p) => (p - 1) ** 2)));
  // 1 / √(4.4 · 88 samples) = 0.051, and a little thermal noise
  expect(deviation).toBeGreaterThan(0.045);
  expect(deviation).toBeLessThan(0.065);
  expect(Math.abs(mean(power) - 1)).toBeLessThan(0.006);
});

describe('the files of a scene', () => {
  const demo = createDemo({ seed: 2, box: DEMO_AREAS.tiny });

  test('are all there, with the sizes and checksums of the manifest, which is written last', async () => {
    const { files, rendered } = await renderDemo(demo, 1);
    const product = productIn(files, rendered.path);
    expect(await missingFiles(product)).toEqual([]);
    expect([...files.keys()].at(-1)).toBe(`${rendered.path}/manifest.safe`);
    const { manifest } = await openScene(product);
    expect(manifest).toMatchObject({
      relativeOrbit: 110,
      pass: 'DESCENDING',
      ipfVersion: '003.31',
      timeliness: 'NRT-3h',
    });
    expect(manifest.files.map(({ path, size, md5 }) => ({ path, size, md5 }))).toEqual(
      [...files]
        .filter(([path]) => !path.endsWith('manifest.safe'))
        .map(([path, bytes]) => ({
          path: path.slice(rendered.path.length + 1),
          size: bytes.byteLength,
          md5: createHash('md5').update(bytes).digest('hex'),
        })),
    );
  });

  test('are the same bytes for the same seed, and others for another', async () => {
    const first = await renderDemo(demo, 0);
    const again = await renderDemo(createDemo({ seed: 2, box: DEMO_AREAS.tiny }), 0);
    const other = await renderDemo(createDemo({ seed: 3, box: DEMO_AREAS.tiny }), 0);
    expect(digests(again.files)).toEqual(digests(first.files));
    const image = `${first.rendered.path}/${first.plan.measurementPath}`;
    expect(digests(other.files)[image]).not.toBe(digests(first.files)[image]);
  });

  test('do not depend on the number of threads', async () => {
    const small = createDemo({ seed: 2, box: [3.75, 43.5, 3.92, 43.65] });
    const inline = await renderDemo(small, 2, { threads: 0 });
    const threaded = await renderDemo(small, 2, { threads: 3 });
    expect(inline.rendered.samples * inline.rendered.lines).toBeGreaterThan(3e6);
    expect(digests(threaded.files)).toEqual(digests(inline.files));
  });
});

function digests(files: ReadonlyMap<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries([...files].map(([path, bytes]) => [path, createHash('md5').update(bytes).digest('hex')]));
}
