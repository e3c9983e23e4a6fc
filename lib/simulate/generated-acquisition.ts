import type { Acquisition, AcquisitionRecord } from './acquisition.ts';
import { generatedAnnotation, type PassOver } from './generated-annotation.ts';
import { generatedCalibration, generatedNoise } from './generated-tables.ts';
import { heightSurface } from './height-surface.ts';
import type { World } from './world.ts';

/** Posts of the heights in the geolocation grid, whose 210 points need no finer ones. */
const GRID_POSTS_PER_DEGREE = 112;
/** How far an image may reach beyond the area it must cover, relative to the area's size. */
const OVERHANG = 0.5;

/** A scene from a generated orbit that just covers its area, with tables like those of the IPF. */
export function generatedAcquisition(world: World, view: PassOver, record: AcquisitionRecord): Acquisition {
  const [west, south, east, north] = view.box;
  const side = OVERHANG * Math.max(east - west, north - south) + 0.05;
  const surface = heightSurface(world, [west - side, south - side, east + side, north + side], GRID_POSTS_PER_DEGREE);
  const annotation = generatedAnnotation(view, surface);
  return { annotation, calibration: generatedCalibration(annotation), noise: generatedNoise(annotation), record };
}
