import { expect, test } from 'vitest';
import { toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { solveGeometryNodes } from '../../../lib/sentinel1/geometry-nodes.ts';
import { OBSERVED, observeCells } from '../../../lib/sentinel1/observed-cells.ts';
import { PATHS, syntheticAnnotation } from './synthetic-orbit.ts';

test.each(Object.entries(PATHS))(
  '%s: cells are outside, partly or wholly inside as points spread over them are',
  (_, path) => {
    const annotation = syntheticAnnotation(path, 900, 700);
    const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
    const lons = longitudeDeg.map((lon) => lon - 360 * Math.round((lon - (longitudeDeg[0] ?? 0)) / 360));
    const box = [
      Math.min(...lons) - 0.03,
      Math.min(...latitudeDeg) - 0.03,
      Math.max(...lons) + 0.03,
      Math.max(...latitudeDeg) + 0.03,
    ];
    const [west = 0, south = 0, east = 0, north = 0] = box;
    const window = toPixels100m(windowAround([west, south, east, north], 112));
    const heights = new Float32Array((window.width + 1) * (window.height + 1));
    const valid = { firstLine: -0.5, lastLine: 699.5, firstSample: 20.5, lastSample: 880.5 };
    const observed = observeCells(solveGeometryNodes(annotation, window, 0, 0), heights, valid);
    const columns = window.width / 9;
    const seen = [0, 0, 0];
    observed.forEach((value, cell) => {
      let inside = 0;
      const steps = 12;
      for (let i = 0; i <= steps; i++) {
        for (let j = 0; j <= steps; j++) {
          const lon = (window.column / 9 + (cell % columns) + j / steps) / 112 - 180;
          const lat = 90 - (window.row / 9 + Math.floor(cell / columns) + i / steps) / 112;
          const point = geolocate({ annotation }, lon, lat, 0);
          if (!point) continue;
          const { line, sample } = point;
          if (
            line >= valid.firstLine &&
            line <= valid.lastLine &&
            sample >= valid.firstSample &&
            sample <= valid.lastSample
          )
            inside++;
        }
      }
      const all = (steps + 1) ** 2;
      // A sliver may lie between the points looked at, so "partly" allows for none or all of them.
      if (value === OBSERVED.wholly) expect(inside).toBe(all);
      if (value === OBSERVED.outside) expect(inside).toBe(0);
      if (inside > 0 && inside < all) expect(value).toBe(OBSERVED.partly);
      if (value === OBSERVED.partly && (inside === 0 || inside === all)) seen[2] = (seen[2] ?? 0) + 1;
      seen[value === OBSERVED.partly ? 1 : 0] = (seen[value === OBSERVED.partly ? 1 : 0] ?? 0) + 1;
    });
    expect(seen[1]).toBeGreaterThan(10);
    expect(seen[2]).toBeLessThan(5);
  },
);
