import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type GridWindow, toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { cosLocalIncidence } from '../../../lib/sentinel1/local-incidence.ts';
import { createLookDirections } from '../../../lib/sentinel1/look-directions.ts';
import { scanTerrain } from '../../../lib/sentinel1/scan-terrain.ts';
import { countTerrainEffects, STEEP_SLOPE } from '../../../lib/sentinel1/terrain-effects.ts';
import { cornerHeights } from '../../support/corner-heights.ts';
import { tileSetOf } from '../dem/dem-tiles.ts';
import { distortionAtMiddle, ecef, type HeightAt, profileThrough } from './profile-distortion.ts';
import { PATHS, type Path, seenAt, slantRangeOf, syntheticAnnotation } from './synthetic-orbit.ts';

const SAMPLES = 25_000;
const annotationOf = (path: Path) => syntheticAnnotation(path, SAMPLES, 1400);

/** Six by six cells around the place that a sample of a middle line shows, and the incidence there. */
function sceneAt(path: Path, sample: number) {
  const { lon, lat } = seenAt(path, 1, slantRangeOf(sample, 10), 0);
  const window = toPixels100m(windowAround([lon - 0.027, lat - 0.027, lon + 0.027, lat + 0.027], 112));
  const { look } = profileThrough(path, lon, lat, () => 0, 100, 50);
  return { lon, lat, window, look, incidenceDeg: (Math.acos(look[2]) * 180) / Math.PI };
}

/** A sample seen at 35°. */
function sampleAt(path: Path, incidenceDeg: number): number {
  let [low, high] = [0, SAMPLES];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sceneAt(path, middle).incidenceDeg < incidenceDeg) low = middle;
    else high = middle;
  }
  return low;
}

function heightsOf({ column, row, width, height }: GridWindow, heightAt: HeightAt): Float32Array {
  return Float32Array.from({ length: (width + 1) * (height + 1) }, (_, i) => {
    const x = i % (width + 1);
    return heightAt((column + x) / 1008 - 180, 90 - (row + Math.floor(i / (width + 1))) / 1008);
  });
}

/** 0, or 1 steep, plus 2 in layover or shadow; of each pixel. */
function scan(annotation: Annotation, window: GridWindow, heights: Float32Array, steepSlope = STEEP_SLOPE): Uint8Array {
  const found = new Uint8Array(window.width * window.height);
  const set = (flag: number) => (pixel: number) => {
    found[pixel] = (found[pixel] ?? 0) | flag;
  };
  scanTerrain(annotation, window, heights, steepSlope, { steep: set(1), distorted: set(2) });
  return found;
}

const METRES_PER_DEGREE = 111_195;

describe.each([
  ['ascending', PATHS.ascending],
  ['descending', PATHS.descending],
] as const)('terrain seen at 35°, %s', (_, path) => {
  const annotation = annotationOf(path);
  const { lon, lat, window, look } = sceneAt(path, sampleAt(path, 35));
  const across = Math.hypot(look[0], look[1]);
  const east = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  /** Metres away from the sensor, from the middle of the window. */
  const away = (x: number, y: number) =>
    -((x - lon) * east * look[0] + (y - lat) * METRES_PER_DEGREE * look[1]) / across;
  const slopeOf = (degrees: number) => Math.tan((degrees * Math.PI) / 180);
  /** A step in the ground that rises (or falls) at an angle, over `heightM`. */
  const step =
    (degrees: number, heightM: number): HeightAt =>
    (x, y) =>
      Math.min(Math.max(away(x, y) * slopeOf(degrees), -heightM / 2), heightM / 2);
  const of = (found: Uint8Array, flag: number) => found.filter((value) => (value & flag) !== 0).length;
  /** Mean width (m) along the look of the pixels that have a flag. */
  const widthOf = (found: Uint8Array, flag: number) => {
    // The flagged band crosses the whole window; its length is that of the window across the look.
    const pixel = (east / 1008) * (METRES_PER_DEGREE / 1008);
    const [w, h] = [(window.width * east) / 1008, (window.height * METRES_PER_DEGREE) / 1008];
    const [a, b] = [Math.abs(look[0]) / across, Math.abs(look[1]) / across];
    return (of(found, flag) * pixel) / Math.min(h / a, w / b);
  };

  test.each([
    ['flat ground', 0, [0, 0]],
    ['10°, 17.6 %', 10, [0, 0]],
    ['15° that face the sensor', 15, [1, 0]],
    ['15° that face away', -15, [1, 0]],
    ['33° that face the sensor', 33, [1, 0]],
    ['37° that face the sensor', 37, [1, 1]],
    ['53° that face away', -53, [1, 0]],
    ['57° that face away', -57, [1, 1]],
  ] as const)('a plane: %s', (_name, degrees, [steep, distorted]) => {
    const heights = heightsOf(window, (x, y) => away(x, y) * slopeOf(degrees));
    const found = scan(annotation, window, heights);
    expect([of(found, 1), of(found, 2)]).toEqual([steep * found.length, distorted * found.length]);
  });

  test('a slope of 50° that faces the sensor lies over the ground before and behind it', () => {
    // 600 m high, 503 m wide; at 35° the foot is 857 − 503 = 354 m further in range, on either side of it.
    // Pixels of 100 m round the edges off.
    const found = scan(annotation, window, heightsOf(window, step(50, 600)));
    const [h, w] = [600, 600 / slopeOf(50)];
    const passive = h / slopeOf(35) - w;
    expect(widthOf(found, 1)).toBeGreaterThan(w - 100);
    expect(widthOf(found, 1)).toBeLessThan(w + 140);
    expect(Math.abs(widthOf(found, 2) - (w + 2 * passive))).toBeLessThan(150);
  });

  test('a slope of 60° that faces away shades itself and the ground behind it', () => {
    // 600 m high, 346 m wide; the shadow of the edge at 35° ends 420 m behind it.
    const found = scan(annotation, window, heightsOf(window, step(-60, 600)));
    expect(Math.abs(widthOf(found, 2) - 600 * slopeOf(35))).toBeLessThan(100);
  });

  test('local incidence is the angle of the sensor to the normal of the terrain, in ECEF', () => {
    const hills: HeightAt = (x, y) => 400 + 300 * Math.sin(160 * x) * Math.cos(120 * y);
    const directions = createLookDirections(annotation, window, 400);
    const direction = new Float64Array(3);
    let steepest = 0;
    for (const [c, r] of [
      [3, 5],
      [20.5, 31.25],
      [50, 11],
      [window.width - 1, window.height - 1],
    ] as const) {
      const [x, y] = [(window.column + c) / 1008 - 180, 90 - (window.row + r) / 1008];
      const d = 1e-5;
      const [e, w, n, s] = [
        ecef(x + d, y, hills(x + d, y)),
        ecef(x - d, y, hills(x - d, y)),
        ecef(x, y + d, hills(x, y + d)),
        ecef(x, y - d, hills(x, y - d)),
      ];
      const [a, b] = [e.map((v, k) => v - (w[k] ?? 0)), n.map((v, k) => v - (s[k] ?? 0))];
      const at = (v: number[], k: number) => v[k % 3] ?? 0;
      const normal = [0, 1, 2].map((k) => at(a, k + 1) * at(b, k + 2) - at(a, k + 2) * at(b, k + 1));
      const here = profileThrough(path, x, y, hills, 100, 50).look;
      const [lonR, latR] = [(x * Math.PI) / 180, (y * Math.PI) / 180];
      // The look back from east, north, up to ECEF.
      const sight = [
        -Math.sin(lonR) * here[0] -
          Math.sin(latR) * Math.cos(lonR) * here[1] +
          Math.cos(latR) * Math.cos(lonR) * here[2],
        Math.cos(lonR) * here[0] -
          Math.sin(latR) * Math.sin(lonR) * here[1] +
          Math.cos(latR) * Math.sin(lonR) * here[2],
        Math.cos(latR) * here[1] + Math.sin(latR) * here[2],
      ];
      const dot = normal.reduce((sum, v, k) => sum + v * (sight[k] ?? 0), 0);
      const exact = (Math.acos(dot / Math.hypot(...normal)) * 180) / Math.PI;
      const metresEast = Math.hypot(...ecef(x + d, y, 0).map((v, k) => v - (ecef(x - d, y, 0)[k] ?? 0)));
      const metresNorth = Math.hypot(...ecef(x, y + d, 0).map((v, k) => v - (ecef(x, y - d, 0)[k] ?? 0)));
      const riseEast = (hills(x + d, y) - hills(x - d, y)) / metresEast;
      const riseNorth = (hills(x, y + d) - hills(x, y - d)) / metresNorth;
      directions.at(c, r, direction);
      const found = (Math.acos(cosLocalIncidence(riseEast, riseNorth, direction)) * 180) / Math.PI;
      expect(Math.abs(found - exact)).toBeLessThan(0.03);
      steepest = Math.max(steepest, Math.hypot(riseEast, riseNorth));
    }
    expect(steepest).toBeGreaterThan(0.3);
  });

  test('counts are of the sampled pixels of each cell, whatever distorts them', () => {
    const heights = heightsOf(window, step(50, 600));
    const found = scan(annotation, window, heights);
    const sigma0 = Float32Array.from(found, (_value, i) => ((i * 31) % 7 < 3 ? Number.NaN : 0.1));
    const { steep, distorted } = countTerrainEffects(annotation, window, heights, sigma0);
    const columns = window.width / 9;
    const expected = (flag: number) => {
      const counts = new Uint8Array(steep.length);
      found.forEach((value, i) => {
        const cell = Math.floor(i / window.width / 9) * columns + Math.floor((i % window.width) / 9);
        if ((value & flag) !== 0 && !Number.isNaN(sigma0[i])) counts[cell] = (counts[cell] ?? 0) + 1;
      });
      return counts;
    };
    expect(steep).toEqual(expected(1));
    expect(distorted).toEqual(expected(2));
    expect(Math.max(...distorted)).toBeGreaterThan(9);
    const none = countTerrainEffects(annotation, window, heights, sigma0.fill(Number.NaN));
    expect([Math.max(...none.steep), Math.max(...none.distorted)]).toEqual([0, 0]);
  });
});

test('another limit of slope is kept to, also above that of layover', () => {
  const { window } = sceneAt(PATHS.ascending, 9000);
  const heights = heightsOf(window, (x) => (x - 3) * 0.5 * METRES_PER_DEGREE); // 50 % along the equator, more here
  const count = (limit: number) => scan(annotationOf(PATHS.ascending), window, heights, limit).filter((v) => v & 1);
  expect(count(0.5)).toHaveLength(window.width * window.height);
  expect(count(1)).toHaveLength(0);
});

const NAME = '../../../../shared/data/dem/Copernicus_DSM_COG_10_N00_00_E006_00_DEM.tif';
const tile = fileURLToPath(new URL(NAME, import.meta.url));

/** A pass of which sample 9000 shows a place: an orbit shifted along itself and turned about the axis. */
function pathOver(path: Path, along: 1 | -1, lonDeg: number, latDeg: number): Path {
  let over = path;
  for (let i = 0; i < 6; i++) {
    const { lon, lat } = seenAt(over, 1, slantRangeOf(9000, 10), 0);
    over = { ...over, argument: over.argument + along * (latDeg - lat), node: over.node + lonDeg - lon };
  }
  return over;
}

describe.skipIf(!existsSync(tile))('the mountains of São Tomé', () => {
  test.each([
    ['ascending', 1, pathOver({ ...PATHS.ascending, argument: 0 }, 1, 6.58, 0.2)],
    ['descending', -1, pathOver({ ...PATHS.descending, argument: 180 }, -1, 6.58, 0.2)],
  ] as const)('%s: pixels are distorted where a profile says so', async (_name, along, path) => {
    const place = seenAt(path, 1, slantRangeOf(9000, 10), 0);
    expect(Math.hypot(place.lon - 6.58, place.lat - 0.2)).toBeLessThan(1e-6);
    const later = seenAt(path, 2, slantRangeOf(9000, 10), 0);
    expect(Math.sign(later.lat - place.lat)).toBe(along);
    const annotation = annotationOf(path);
    const window = toPixels100m(windowAround([6.48, 0.1, 6.68, 0.33], 112));
    const heights = await cornerHeights(tileSetOf({ N00E006: readFileSync(tile) }), window, 'egm');
    const found = scan(annotation, window, heights);
    const bilinear: HeightAt = (lon, lat) => {
      const x = Math.min(Math.max((lon + 180) * 1008 - window.column, 0), window.width);
      const y = Math.min(Math.max((90 - lat) * 1008 - window.row, 0), window.height);
      const [c, r] = [Math.min(Math.floor(x), window.width - 1), Math.min(Math.floor(y), window.height - 1)];
      const h = (dy: number, dx: number) => heights[(r + dy) * (window.width + 1) + c + dx] ?? 0;
      const [e, s] = [x - c, y - r];
      return (h(0, 0) * (1 - e) + h(0, 1) * e) * (1 - s) + (h(1, 0) * (1 - e) + h(1, 1) * e) * s;
    };
    const tally = { both: 0, onlyFound: 0, onlyTrue: 0, neither: 0, missedFarFromFound: 0 };
    const isMarked = (c: number, r: number) => ((found[r * window.width + c] ?? 0) & 2) !== 0;
    for (let i = 0; i < found.length; i += 3) {
      const [c, r] = [i % window.width, Math.floor(i / window.width)];
      // Profiles of pixels at the edge leave the window.
      if (c < 20 || r < 20 || c >= window.width - 20 || r >= window.height - 20) continue;
      const lon = (window.column + c + 0.5) / 1008 - 180;
      const lat = 90 - (window.row + r + 0.5) / 1008;
      const { layover, shadow } = distortionAtMiddle(profileThrough(path, lon, lat, bilinear, 2000, 10));
      const isTrue = layover || shadow;
      tally[isMarked(c, r) ? (isTrue ? 'both' : 'onlyFound') : isTrue ? 'onlyTrue' : 'neither']++;
      const around = [-1, 0, 1].some((dr) => [-1, 0, 1].some((dc) => isMarked(c + dc, r + dr)));
      if (isTrue && !around) tally.missedFarFromFound++;
    }
    // What differs are pixels at the rims, of which a part is distorted.
    const distorted = tally.both + tally.onlyTrue;
    expect(distorted).toBeGreaterThan(70);
    expect(tally.both).toBeGreaterThan(0.8 * distorted);
    expect(tally.onlyFound).toBeLessThan(0.1 * distorted);
    expect(tally.missedFarFromFound).toBeLessThanOrEqual(1);
    expect(tally.neither).toBeGreaterThan(10_000);
  });
});
