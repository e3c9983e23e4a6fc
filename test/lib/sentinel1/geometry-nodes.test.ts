import { expect, test } from 'vitest';
import { toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { type GeometryNodes, NODE_COEFFICIENTS, solveGeometryNodes } from '../../../lib/sentinel1/geometry-nodes.ts';
import { realAnnotations } from './real-products.ts';
import { PATHS, seenAt, syntheticAnnotation } from './synthetic-orbit.ts';

/** Bilinear between nodes, quadratic in height: the rule that the doc comment states. */
function between(nodes: GeometryNodes, x: number, y: number, height: number, quantity: number): number {
  const [c, r] = [Math.floor(x), Math.floor(y)];
  const u = (height - nodes.midHeightM) / nodes.halfHeightM;
  const at = (column: number, row: number) => {
    const k = (row * (nodes.cellColumns + 1) + column) * NODE_COEFFICIENTS + 3 * quantity;
    const [c0 = 0, c1 = 0, c2 = 0] = nodes.coefficients.subarray(k, k + 3);
    return c0 + c1 * u + c2 * u * u;
  };
  const [e, s] = [x - c, y - r];
  return (at(c, r) * (1 - e) + at(c + 1, r) * e) * (1 - s) + (at(c, r + 1) * (1 - e) + at(c + 1, r + 1) * e) * s;
}

test.each(Object.entries(PATHS))('%s: anywhere between nodes and heights it is the exact solution', (_, path) => {
  const annotation = syntheticAnnotation(path, 24_000, 4000);
  for (const [low, high, tolerance] of [
    [0, 1000, 0.01],
    [-50, 3950, 0.05],
  ] as const) {
    for (const range of [805_000, 900_000, 950_000]) {
      const { lon, lat } = seenAt(path, 2, range, 0);
      const window = toPixels100m(windowAround([lon, lat, lon + 0.05, lat + 0.05], 112));
      const nodes = solveGeometryNodes(annotation, window, low, high);
      for (const [x, y] of [
        [0.5, 0.5],
        [2.31, 3.77],
        [4.9, 1.5],
      ] as const) {
        const west = (window.column + 9 * x) / 1008 - 180;
        const north = 90 - (window.row + 9 * y) / 1008;
        for (const height of [low, low + 0.21 * (high - low), (low + high) / 2, low + 0.8 * (high - low), high]) {
          const exact = geolocate({ annotation }, west, north, height);
          expect(Math.abs(between(nodes, x, y, height, 0) - (exact?.line ?? Number.NaN))).toBeLessThan(tolerance);
          expect(Math.abs(between(nodes, x, y, height, 1) - (exact?.sample ?? Number.NaN))).toBeLessThan(tolerance);
          expect(Math.abs(between(nodes, x, y, height, 2) - (exact?.incidenceDeg ?? Number.NaN))).toBeLessThan(1e-4);
        }
      }
    }
  }
});

test('a window that is not of whole cells is a mistake of the caller', () => {
  const annotation = syntheticAnnotation(PATHS.ascending, 200, 100);
  const window = { perDegree: 1008, column: 1, row: 9, width: 9, height: 9 } as const;
  expect(() => solveGeometryNodes(annotation, window, 0, 1)).toThrow(RangeError);
});

test.skipIf(realAnnotations.length === 0)(
  'on real products, with their polynomials of degree 8 and 4, it is the exact solution too',
  () => {
    for (const { annotation, ipf } of realAnnotations) {
      // The polynomials of IPF 2.36 jump from second to second (and are 4 pixels off the product's own grid).
      const tolerance = ipf === '002.36' ? 0.1 : 0.005;
      const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
      // Points 22, 102 and 187 of 210: near, middle and far range.
      for (const i of [22, 102, 187]) {
        const [lon, lat] = [longitudeDeg[i] ?? 0, latitudeDeg[i] ?? 0];
        const window = toPixels100m(windowAround([lon, lat, lon + 0.04, lat + 0.04], 112));
        const nodes = solveGeometryNodes(annotation, window, 0, 2000);
        for (const [x, y, height] of [
          [0.5, 0.5, 300],
          [1.4, 2.6, 1500],
          [2.5, 0.2, 1999],
        ] as const) {
          const west = (window.column + 9 * x) / 1008 - 180;
          const exact = geolocate({ annotation }, west, 90 - (window.row + 9 * y) / 1008, height);
          expect(Math.abs(between(nodes, x, y, height, 0) - (exact?.line ?? Number.NaN))).toBeLessThan(tolerance);
          expect(Math.abs(between(nodes, x, y, height, 1) - (exact?.sample ?? Number.NaN))).toBeLessThan(tolerance);
        }
      }
    }
  },
);
