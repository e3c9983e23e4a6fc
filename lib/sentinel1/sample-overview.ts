import { InputError } from '../errors/input.error.ts';
import type { GridWindow } from '../grid/grid-window.ts';
import { readWindow } from '../raster/read-window.ts';
import { rejectInvalidTiff } from '../raster/reject-invalid-tiff.ts';
import { kernelModule, startKernel } from './kernel/load-kernel.ts';
import { createSceneMemory } from './kernel/scene-memory.ts';
import { extentOf, observeCells } from './observed-cells.ts';
import { OVERVIEW_FACTOR, requirePowerOverview } from './power-overview.ts';
import { createSceneInput, type SceneImage } from './scene-input.ts';
import type { Sigma0Cells } from './sigma0-cells.ts';

/**
 * As {@link accumulateSigma0}, but from the image's overview of 80 m, whose samples are root mean squares, instead of the
 * image itself: some 14 MB instead of 870 MB. A pixel is interpolated, bilinear in power, at its centre on the terrain, so
 * that fields of one pixel blur into their neighbours; `samples` says 64, those of one overview sample.
 *
 * @throws InputError `no-power-overview` for an image without such an overview, or one of another kind
 */
export async function sampleOverviewSigma0(
  scene: SceneImage,
  window100m: GridWindow,
  mask: Uint8Array,
  cornerHeightsM: Float32Array,
): Promise<Sigma0Cells> {
  const { annotation, measurement, hasBorderNoise } = scene;
  const { name } = measurement.source;
  if (hasBorderNoise) {
    throw new InputError(
      'no-power-overview',
      name,
      'the border noise of this old product is in its overviews, where it cannot be masked',
      'Process it without --fast.',
    );
  }
  const input = createSceneInput(scene, window100m, mask, cornerHeightsM);
  const level = await requirePowerOverview(measurement);
  const { width, height } = measurement.levels[level] ?? measurement.levels[0];
  const overview = await rejectInvalidTiff('invalid-measurement', 'Download the product again.', () =>
    readWindow(measurement, { column: 0, row: 0, width, height }, { level }),
  );
  const areas = { bands: 1, bandBytes: 2 * overview.length, threads: 1, blockBytes: 0, partials: 0 };
  const shared = createSceneMemory(input, areas);
  const { memory, sceneAt, output } = shared;
  const [overviewAt = 0] = shared.bandAt;
  const [{ scratchAt } = { scratchAt: 0 }] = shared.threadAt;
  new Uint16Array(memory.buffer, overviewAt, overview.length).set(overview);
  const factorY = annotation.lines / height;
  const factorX = annotation.samples / width;
  const count = OVERVIEW_FACTOR ** 2;
  const kernel = startKernel(kernelModule(), memory);
  kernel.sampleOverview(sceneAt, overviewAt, width, height, factorY, factorX, count, scratchAt);
  const observed = observeCells(input.geometry, cornerHeightsM, extentOf(scene.validSamples));
  return { window: window100m, ...output, observed };
}
