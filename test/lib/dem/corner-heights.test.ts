import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { cornerHeightsOf } from '../../../lib/dem/corner-heights.ts';
import { demTileNames, openHeightField } from '../../../lib/dem/height-field.ts';
import { undulationAt, undulationGrid } from '../../../lib/dem/undulation-grid.ts';
import { boundingBoxOf, type GridWindow, windowAround } from '../../../lib/grid/grid-window.ts';
import { cornerHeights } from '../../support/corner-heights.ts';
import { demTile, tileSetOf } from './dem-tiles.ts';

/** Linear in both directions: averaging and bilinear interpolation keep it, wherever the posts lie. */
const plane = (lonDeg: number, latDeg: number) => 40 + 300 * (lonDeg - 3) + 500 * (latDeg - 43);

/** Position of corner i of a window. */
function position(window: GridWindow, i: number): [number, number] {
  const columns = window.width + 1;
  const [c, r] = [i % columns, Math.floor(i / columns)];
  return [(window.column + c) / window.perDegree - 180, 90 - (window.row + r) / window.perDegree];
}

function largestDifference(window: GridWindow, heights: Float32Array, expected: (lon: number, lat: number) => number) {
  let largest = 0;
  for (let i = 0; i < heights.length; i++) {
    largest = Math.max(largest, Math.abs((heights[i] as number) - expected(...position(window, i))));
  }
  return largest;
}

const aroundCrossing = windowAround([3.9, 43.95, 4.12, 44.06], 1008);

describe('cornerHeights', () => {
  test.each([
    ['posts that are taken as they are', 900],
    ['posts that an overview of means holds', 1800],
  ])('follow a plane across the borders of four tiles: %s', async (_, size) => {
    const names = ['N43E003', 'N43E004', 'N44E003', 'N44E004'];
    const entries = await Promise.all(names.map(async (name) => [name, await demTile(name, size, plane)] as const));
    const heights = await cornerHeights(tileSetOf(Object.fromEntries(entries)), aroundCrossing, 'ellipsoid');
    expect(heights).toHaveLength((aroundCrossing.width + 1) * (aroundCrossing.height + 1));
    // float32 of heights near 900 m: 6e-5, four times.
    expect(largestDifference(aroundCrossing, heights, plane)).toBeLessThan(5e-4);
  });

  test('give sea the undulation, whatever the other heights count from', async () => {
    const tile = await demTile('N43E003', 900, () => 100);
    const window = windowAround([3.9, 43.4, 4.1, 43.5], 1008);
    const field = await undulationGrid(boundingBoxOf(window));
    const at = (lon: number, lat: number) => undulationAt(field, lon, lat);
    const inland = (lon: number) => lon < 4 - 1 / 900;
    const sea = (lon: number) => lon >= 4;
    for (const reference of ['egm', 'ellipsoid'] as const) {
      const heights = await cornerHeights(tileSetOf({ N43E003: tile }), window, reference);
      heights.forEach((height, i) => {
        const [lon, lat] = position(window, i);
        if (inland(lon)) expect(height).toBeCloseTo(reference === 'egm' ? 100 + at(lon, lat) : 100, 3);
        if (sea(lon)) expect(height).toBeCloseTo(at(lon, lat), 3);
      });
    }
  });

  test('run on across the antimeridian', async () => {
    const height = (lon: number, lat: number) => 20 + 100 * (lon < 0 ? lon + 360 : lon) - 17990 + 10 * lat;
    const tiles = tileSetOf({
      S17E179: await demTile('S17E179', 900, height),
      S17W180: await demTile('S17W180', 900, height),
    });
    const window = windowAround([179.8, -16.4, 180.2, -16.3], 1008);
    const heights = await cornerHeights(tiles, window, 'ellipsoid');
    expect(largestDifference(window, heights, (lon, lat) => height(lon, lat))).toBeLessThan(1e-3);
  });

  test('average the full resolution where overviews hold picked pixels', async () => {
    // Rough at the scale of single posts: a picked pixel is far from the mean.
    const rough = (lon: number, lat: number) => 200 + 90 * Math.sin(lon * 9000) * Math.cos(lat * 7000);
    const window = windowAround([3.4, 43.4, 3.45, 43.45], 1008);
    const [mean, nearest] = await Promise.all([
      demTile('N43E003', 1800, rough, 'mean'),
      demTile('N43E003', 1800, rough, 'nearest'),
    ]);
    const expected = await cornerHeights(tileSetOf({ N43E003: mean }), window, 'ellipsoid');
    const actual = await cornerHeights(tileSetOf({ N43E003: nearest }), window, 'ellipsoid');
    expect(largestDifference(window, actual, (lon, lat) => expected[indexOf(window, lon, lat)] as number)).toBeLessThan(
      0.001,
    );
    expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(20);
  });

  test('read the overview rather than the full resolution', async () => {
    const tile = await demTile('N43E003', 1800, (lon, lat) => plane(lon, lat) + 20 * Math.sin(lon * 900 + lat * 700));
    const tiles = tileSetOf({ N43E003: tile });
    await cornerHeights(tiles, windowAround([3.05, 43.05, 3.95, 43.95], 1008), 'ellipsoid');
    expect(tiles.bytesRead()).toBeLessThan(tile.length / 2);
  });

  test('fill voids, declared or not, from around them', async () => {
    const holes = (lon: number, lat: number) => {
      const [x, y] = [lon - 3.5, lat - 43.5];
      return Math.hypot(x, y) < 0.01 ? -32767 : Math.hypot(x - 0.03, y) < 0.01 ? -9999 : plane(lon, lat);
    };
    const tile = await demTile('N43E003', 900, holes, 'mean', { nodata: -9999 });
    const window = windowAround([3.45, 43.45, 3.55, 43.55], 1008);
    const heights = await cornerHeights(tileSetOf({ N43E003: tile }), window, 'ellipsoid');
    expect(largestDifference(window, heights, plane)).toBeLessThan(25); // the plane rises 5 m per 0.01°
  });

  test.each(['egm', 'ellipsoid'] as const)(
    'are the undulation over the open sea: heights that count from the %s',
    async (reference) => {
      const window = windowAround([3.9, 43.4, 4.1, 43.5], 1008);
      const empty = await demTile('N43E003', 900, () => -9999, 'mean', { nodata: -9999 });
      const field = await undulationGrid(boundingBoxOf(window));
      const undulation = (lon: number, lat: number) => undulationAt(field, lon, lat);
      expect(undulation(4, 43.45)).toBeGreaterThan(45); // not to be mistaken for 0
      // No tile at all; or one that is void all over, beside one that does not exist.
      for (const tiles of [{}, { N43E003: empty }]) {
        const heights = await cornerHeights(tileSetOf(tiles), window, reference);
        expect(largestDifference(window, heights, undulation)).toBeLessThan(1e-3);
      }
      const sea = await openHeightField(tileSetOf({ N43E003: empty }), boundingBoxOf(window), reference);
      expect([sea.tiles, sea.absent]).toEqual([['N43E003'], ['N43E004']]);
      expect(sea.heightAt(3.95, 43.45)).toBeCloseTo(undulation(3.95, 43.45), 3);
      expect(sea.heightAt(4.05, 43.45)).toBeCloseTo(undulation(4.05, 43.45), 3);
    },
  );

  test('of voids at the shore lie between those of land and sea', async () => {
    const shore = (lon: number, lat: number) =>
      Math.hypot(lon - 3.5, lat - 43.5) < 0.006 ? Number.NaN : lon < 3.5 ? 100 : 0;
    const tile = await demTile('N43E003', 900, shore);
    const window = windowAround([3.48, 43.48, 3.52, 43.52], 1008);
    const field = await undulationGrid(boundingBoxOf(window));
    const heights = await cornerHeights(tileSetOf({ N43E003: tile }), window, 'egm');
    heights.forEach((height, i) => {
      const [lon, lat] = position(window, i);
      const orthometric = height - undulationAt(field, lon, lat);
      expect(orthometric).toBeGreaterThan(-1e-3);
      expect(orthometric).toBeLessThan(100.001);
      if (lon < 3.49) expect(orthometric).toBeCloseTo(100, 3);
      if (lon > 3.51) expect(orthometric).toBeCloseTo(0, 3);
    });
  });

  test.each([
    ['50° N', 'N49E010', 1800, 'N50E010', 1200],
    ['60° N', 'N59E010', 1200, 'N60E010', 900],
    ['60° S', 'S60E010', 1200, 'S61E010', 900],
  ] as const)('follow a plane across %s, where tiles have fewer columns', async (_, one, columns, other, fewer) => {
    const south = other.startsWith('S');
    const edge = Number(one.slice(1, 3)) + (south ? 0 : 1);
    const lat0 = south ? -edge : edge;
    const slope = (lon: number, lat: number) => 300 + 400 * (lon - 10.5) + 700 * (lat - lat0);
    const tiles = {
      [one]: await demTile(one, 1800, slope, 'mean', {}, columns),
      [other]: await demTile(other, 1800, slope, 'mean', {}, fewer),
    };
    const window = windowAround([10.4, lat0 - 0.06, 10.6, lat0 + 0.06], 1008);
    const heights = await cornerHeights(tileSetOf(tiles), window, 'ellipsoid');
    expect(largestDifference(window, heights, slope)).toBeLessThan(2e-3);
  });

  test('agree with heightAt', async () => {
    const bumps = (lon: number, lat: number) => 300 + 200 * Math.sin(lon * 90) * Math.cos(lat * 70);
    const names = ['N43E003', 'N44E003', 'N44E004'];
    const entries = await Promise.all(names.map(async (name) => [name, await demTile(name, 900, bumps)] as const));
    const tiles = tileSetOf(Object.fromEntries(entries));
    const field = await openHeightField(tiles, boundingBoxOf(aroundCrossing), 'egm');
    expect(field.absent).toEqual(['N43E004']);
    expect(demTileNames(boundingBoxOf(aroundCrossing))).toEqual(['N44E003', 'N44E004', 'N43E003', 'N43E004']);
    expect([...field.tiles].sort()).toEqual(names);
    const heights = cornerHeightsOf(field, aroundCrossing);
    fc.assert(
      fc.property(fc.nat(heights.length - 1), (i) => {
        const [lon, lat] = position(aroundCrossing, i);
        // On a degree line itself a corner may be asked from either side of it; next to sea these differ.
        fc.pre(Math.abs(lon - 4) > 1e-9 && Math.abs(lat - 44) > 1e-9);
        expect(field.heightAt(lon, lat)).toBeCloseTo(heights[i] as number, 3);
      }),
    );
  });
});

function indexOf(window: GridWindow, lon: number, lat: number): number {
  const c = Math.round((lon + 180) * window.perDegree) - window.column;
  const r = Math.round((90 - lat) * window.perDegree) - window.row;
  return r * (window.width + 1) + c;
}

describe('undulationGrid', () => {
  // Test points of NGA's EGM96 interpolation programme (INTPT, OUTPT.DAT), which uses splines: bilinear stays near.
  test.each([
    [38.628155, 269.779155, -31.628],
    [-14.621217, 305.021114, -2.969],
    [46.874319, 102.448729, -43.575],
    [-23.617446, 133.874712, 15.871],
    [38.625473, 359.9995, 50.066],
    [-0.466744, 0.0023, 17.329],
  ])('is EGM96: %f N, %f E', async (lat, lon, expected) => {
    const lonDeg = lon > 180 ? lon - 360 : lon;
    const grid = await undulationGrid([lonDeg - 0.1, lat - 0.1, lonDeg + 0.1, lat + 0.1]);
    expect(Math.abs(undulationAt(grid, lonDeg, lat) - expected)).toBeLessThan(0.1);
  });

  test('is continuous across the antimeridian and defined at the poles', async () => {
    const grid = await undulationGrid([179, -17, 181, -16]);
    const values = Array.from({ length: 21 }, (_, i) => undulationAt(grid, 179 + i * 0.1, -16.4));
    for (let i = 1; i < values.length; i++) {
      expect(Math.abs((values[i] as number) - (values[i - 1] as number))).toBeLessThan(0.5);
    }
    const west = await undulationGrid([-180, -17, -179, -16]);
    expect(undulationAt(west, -179.4, -16.4)).toBeCloseTo(undulationAt(grid, 180.6, -16.4), 6);
    for (const box of [
      [10, 89.8, 11, 90],
      [10, -90, 11, -89.8],
    ] as const) {
      expect(Array.from((await undulationGrid(box)).undulationM).every(Number.isFinite)).toBe(true);
    }
  });
});

/** A good tile but for the key that names its CRS: GeographicType (2048) or ProjectedCSType (3072). */
async function demInCrs([key, code]: readonly [number, number]): Promise<Uint8Array> {
  const bytes = Buffer.from(await demTile('N43E003', 900, plane));
  const entry = (...values: number[]) => Buffer.from(Uint16Array.from(values).buffer);
  const at = bytes.indexOf(entry(2048, 0, 1, 4326));
  if (at < 0) throw new Error('the tile names no CRS');
  entry(key, 0, 1, code).copy(bytes, at);
  return bytes;
}

describe('cornerHeights of bad tiles', () => {
  const window = windowAround([3.4, 43.4, 3.5, 43.5], 1008);
  let good: Uint8Array = new Uint8Array();
  beforeAll(async () => {
    good = await demTile('N43E003', 900, plane);
  });

  test.each([
    ['a cut tile', async () => good.slice(0, good.length / 2), 'past the end of the file'],
    ['no TIFF', async () => new TextEncoder().encode('AccessDenied, this is no tile'), 'no readable TIFF'],
    ['the tile of another place', () => demTile('N44E003', 900, plane), 'not the degree square that its name says'],
    ['a tile on another ellipsoid', () => demInCrs([2048, 4258]), 'is in EPSG:4258, not EPSG:4326'],
    ['a projected tile', () => demInCrs([3072, 32631]), 'is in EPSG:32631, not EPSG:4326'],
    ['a tile in a projection without a code', () => demInCrs([3072, 32767]), 'is in EPSG:32767, not EPSG:4326'],
    ['pixels that are too coarse', () => demTile('N43E003', 20, plane), 'too coarse'],
  ])('rejects %s', async (_, make, message) => {
    const tiles = tileSetOf({ N43E003: await make() });
    await expect(cornerHeights(tiles, window, 'egm')).rejects.toMatchObject({
      tag: 'InputError',
      reason: 'invalid-dem',
      message: expect.stringContaining(message),
    });
  });
});
