import type { GridWindow } from '../../../../lib/grid/grid-window.ts';
import { toPixels100m, windowAround } from '../../../../lib/grid/grid-window.ts';
import type { Annotation } from '../../../../lib/sentinel1/annotation.ts';
import { type Calibration, parseCalibration } from '../../../../lib/sentinel1/calibration.ts';
import { type Noise, parseNoise } from '../../../../lib/sentinel1/noise.ts';
import type { SceneImage } from '../../../../lib/sentinel1/scene-input.ts';
import { openVv, realAnnotations, realProducts } from '../real-products.ts';
import { type ImageBlock, measurementWith } from './image-block.ts';
import { heightAt } from './known-world.ts';

/** A real product without its pixels. */
export interface RealScene {
  /** The last four characters of its name. */
  readonly id: string;
  readonly annotation: Annotation;
  readonly calibration: Calibration;
  readonly noise: Noise;
  readonly calibrationXml: string;
  readonly noiseXml: string;
}

/** Empty where the shared data are absent. */
export const realScenes: readonly RealScene[] = await Promise.all(
  realProducts.map(async (files) => {
    const calibration = await openVv(files, 'calibration');
    const noise = await openVv(files, 'noise');
    const found = realAnnotations.find(({ product }) => product === files.product);
    if (!found) throw new Error(`${files.product} has no annotation`);
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return {
      id: files.product.slice(-4),
      annotation: found.annotation,
      calibration: parseCalibration(calibration.bytes, calibration.name),
      noise: parseNoise(noise.bytes, noise.name),
      calibrationXml: text(calibration.bytes),
      noiseXml: text(noise.bytes),
    };
  }),
);

/** The scene with an image that holds the block and zeros. */
export async function sceneWith(scene: Omit<RealScene, 'id'>, block: ImageBlock): Promise<SceneImage> {
  const { annotation, calibration, noise } = scene;
  const measurement = await measurementWith(block, annotation.samples, annotation.lines);
  const validSamples = { first: 0, last: annotation.samples - 1, firstLine: 0, lastLine: annotation.lines - 1 };
  return { annotation, calibration, noise, measurement, validSamples };
}

export function windowOf(box: { west: number; south: number; east: number; north: number }): GridWindow {
  return toPixels100m(windowAround([box.west, box.south, box.east, box.north], 112));
}

/** Heights of the known world at the corners of a window's pixels. */
export function cornerHeights({ column, row, width, height }: GridWindow): Float32Array {
  return Float32Array.from({ length: (width + 1) * (height + 1) }, (_, i) => {
    const x = i % (width + 1);
    return heightAt((column + x) / 1008 - 180, 90 - (row + Math.floor(i / (width + 1))) / 1008);
  });
}
