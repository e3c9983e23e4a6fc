import type { GridWindow } from '../../../lib/grid/grid-window.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import { openScene, type Scene } from '../../../lib/sentinel1/open-scene.ts';
import type { SceneFiles } from '../../../lib/sentinel1/scene-files.ts';
import type { Sigma0Cells } from '../../../lib/sentinel1/sigma0-cells.ts';
import { satelliteAt, settle, slantRanges } from './known-field/direct-solver.ts';
import { windowOf } from './known-field/real-scene.ts';

const HEIGHT_M = 300;

/** Opens a small product and maps all of it on ground of 300 m. */
export async function mapOfProduct(files: SceneFiles): Promise<{ scene: Scene; cells: Sigma0Cells }> {
  const scene = await openScene(files);
  const window = windowOfImage(scene);
  const { width, height } = window;
  const mask = new Uint8Array(width * height).fill(1);
  const heights = new Float32Array((width + 1) * (height + 1)).fill(HEIGHT_M);
  return { scene, cells: await accumulateSigma0(scene, window, mask, heights, { threads: 1 }) };
}

function windowOfImage({ annotation }: Scene): GridWindow {
  const { geolocationGrid: grid, lines, samples } = annotation;
  const lons: number[] = [];
  const lats: number[] = [];
  for (const line of [0, lines - 1]) {
    const t = line * annotation.azimuthTimeIntervalS;
    for (const range of slantRanges(annotation, t, [0, samples - 1])) {
      const place = { lon: grid.longitudeDeg[0] ?? 0, lat: grid.latitudeDeg[0] ?? 0 };
      settle(satelliteAt(annotation, t), range, () => HEIGHT_M, place);
      lons.push(place.lon);
      lats.push(place.lat);
    }
  }
  return windowOf({
    west: Math.min(...lons),
    south: Math.min(...lats),
    east: Math.max(...lons),
    north: Math.max(...lats),
  });
}
