import { expect, test } from 'vitest';
import { toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { sceneFootprint } from '../../../lib/sentinel1/footprint.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { gridHeights } from '../../../lib/sentinel1/grid-heights.ts';
import { PATHS, seenAt, slantRangeOf, syntheticAnnotation } from './synthetic-orbit.ts';

const SAMPLES = 3000;
const LINES = 2000;
const validSamples = { first: 40, last: SAMPLES - 61, firstLine: 10, lastLine: LINES - 31 };

test.each(Object.entries(PATHS))(
  '%s: the ring follows the valid samples’ outer edges on the terrain',
  async (_, path) => {
    const annotation = syntheticAnnotation(path, SAMPLES, LINES);
    const heightAt = (lon: number, lat: number) => 400 + 300 * Math.sin(40 * lon) * Math.cos(30 * lat);
    const ring = await sceneFootprint({ annotation, validSamples }, heightAt);
    expect(ring).toHaveLength(81);
    expect(ring.at(-1)).toEqual(ring[0]);
    let area = 0;
    ring.forEach(([x, y], i) => {
      const point = geolocate({ annotation }, x, y, heightAt(x, y));
      const [line, sample] = [point?.line ?? Number.NaN, point?.sample ?? Number.NaN];
      const onEdge = Math.min(
        Math.abs(line - 9.5),
        Math.abs(line - (LINES - 30.5)),
        Math.abs(sample - 39.5),
        Math.abs(sample - (SAMPLES - 60.5)),
      );
      expect(onEdge).toBeLessThan(0.002);
      const [nextX, nextY] = ring[i + 1] ?? [x, y];
      expect(Math.abs(nextX - x)).toBeLessThan(0.05);
      area += x * nextY - nextX * y;
    });
    expect(area).toBeGreaterThan(0); // counter-clockwise, as RFC 7946 wants outer rings
  },
);

test('its corners are the places solved directly', async () => {
  const annotation = syntheticAnnotation(PATHS.ascending, SAMPLES, LINES);
  const ring = await sceneFootprint({ annotation, validSamples }, () => 250);
  for (const line of [9.5, LINES - 30.5]) {
    for (const sample of [39.5, SAMPLES - 60.5]) {
      const { lon, lat } = seenAt(PATHS.ascending, line * 0.0015, slantRangeOf(sample, 10), 250);
      const nearest = Math.min(...ring.map(([x, y]) => Math.hypot(x - lon, y - lat)));
      expect(nearest).toBeLessThan(1e-6);
    }
  }
});

test('without a DEM heights are those of the geolocation grid at that place', () => {
  const flat = syntheticAnnotation(PATHS.descending, SAMPLES, LINES, 600);
  const { geolocationGrid: grid } = flat;
  const sloping = {
    ...flat,
    geolocationGrid: { ...grid, heightM: grid.pixel.map((pixel, i) => 300 + pixel / 10 + (grid.line[i] ?? 0) / 20) },
  };
  const { lon, lat } = seenAt(PATHS.descending, 1.5, slantRangeOf(1500, 10), 500);
  const window = toPixels100m(windowAround([lon, lat - 0.04, lon + 0.05, lat], 112));
  const constant = gridHeights(flat, window);
  expect(constant).toHaveLength((window.width + 1) * (window.height + 1));
  expect(Math.max(...constant.map((h) => Math.abs(h - 600)))).toBeLessThan(1e-3);
  const heights = gridHeights(sloping, window);
  for (const [x, y] of [
    [0, 0],
    [13, 31],
    [40, 5],
  ] as const) {
    const height = heights[y * (window.width + 1) + x] ?? Number.NaN;
    const point = geolocate(
      { annotation: sloping },
      (window.column + x) / 1008 - 180,
      90 - (window.row + y) / 1008,
      height,
    );
    expect(height).toBeCloseTo(300 + (point?.sample ?? 0) / 10 + (point?.line ?? 0) / 20, 1);
  }
});
