import { heightOnGeolocationGrid } from './geolocation-grid.ts';
import { createImageToGround } from './image-to-ground.ts';
import type { Scene } from './open-scene.ts';

/** Points along each side: every 10 km or so, as close as the annotation's own grid. */
const POINTS_PER_SIDE = 20;

/**
 * Outline of the valid samples (zero borders excluded) on the ground: a closed ring of [longitude, latitude]
 * in degrees, counter-clockwise, its longitudes continued over 180° so that neighbours never jump.
 *
 * @param heightAt ellipsoidal height in m at a longitude and latitude in degrees
 */
export async function sceneFootprint(
  scene: Pick<Scene, 'annotation' | 'validSamples'>,
  heightAt: (lonDeg: number, latDeg: number) => number,
): Promise<[number, number][]> {
  const { annotation, validSamples } = scene;
  const toGround = createImageToGround(annotation, heightAt);
  const bySmoothHeights = (line: number, sample: number) => {
    const height = heightOnGeolocationGrid(annotation, line, sample);
    return createImageToGround(annotation, () => height)(line, sample);
  };
  const top = validSamples.firstLine - 0.5;
  const bottom = validSamples.lastLine + 0.5;
  const left = validSamples.first - 0.5;
  const right = validSamples.last + 0.5;
  const corners: [number, number][] = [
    [top, left],
    [top, right],
    [bottom, right],
    [bottom, left],
  ];
  const ring: [number, number][] = [];
  corners.forEach(([line, sample], k) => {
    const [endLine, endSample] = corners[(k + 1) % 4] ?? [line, sample];
    for (let i = 0; i < POINTS_PER_SIDE; i++) {
      const w = i / POINTS_PER_SIDE;
      const l = line * (1 - w) + endLine * w;
      const p = sample * (1 - w) + endSample * w;
      const place = toGround(l, p) ?? bySmoothHeights(l, p);
      if (place) ring.push(place);
    }
  });
  if (signedArea(ring) < 0) ring.reverse();
  const [first] = ring;
  if (first) ring.push([first[0], first[1]]);
  return ring;
}

/** Positive for counter-clockwise rings. */
function signedArea(ring: readonly (readonly [number, number])[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
}
