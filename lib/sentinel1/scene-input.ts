import { heightRange } from '../dem/height-range.ts';
import type { GridWindow } from '../grid/grid-window.ts';
import { createAmplitudeTable } from './amplitude-table.ts';
import { solveGeometryNodes } from './geometry-nodes.ts';
import type { SceneInput } from './kernel/scene-memory.ts';
import { createNoiseTable } from './noise-table.ts';
import type { Scene } from './open-scene.ts';
import { findWantedCells } from './wanted-cells.ts';

/** What of a scene its backscatter is made of. */
export type SceneImage = Pick<Scene, 'annotation' | 'calibration' | 'noise' | 'measurement' | 'validSamples'> &
  Partial<Pick<Scene, 'hasBorderNoise'>>;

/**
 * Everything but pixels that the backscatter of a window is computed from: geometry and tables.
 *
 * @param window100m whole 1-km cells of the 1/1008° grid
 * @param mask 1 where a pixel is wanted, width × height
 * @param cornerHeightsM ellipsoidal heights of the pixel corners, (width + 1) × (height + 1)
 */
export function createSceneInput(
  { annotation, noise, calibration }: SceneImage,
  window100m: GridWindow,
  mask: Uint8Array,
  cornerHeightsM: Float32Array,
): SceneInput {
  const { width, height } = window100m;
  if (mask.length !== width * height || cornerHeightsM.length !== (width + 1) * (height + 1)) {
    throw new RangeError(`mask (${mask.length}) or heights (${cornerHeightsM.length}) do not fit ${width} × ${height}`);
  }
  const [low, high] = heightRange(cornerHeightsM);
  const geometry = solveGeometryNodes(annotation, window100m, low, high);
  const { samples, lines } = annotation;
  return {
    geometry,
    cells: findWantedCells(geometry, mask, cornerHeightsM, annotation),
    mask,
    cornerHeightsM,
    noise: createNoiseTable(noise, samples, lines),
    amplitude: createAmplitudeTable(calibration, samples),
    samples,
  };
}
