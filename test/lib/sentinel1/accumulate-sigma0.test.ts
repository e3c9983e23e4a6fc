import { beforeAll, describe, expect, test } from 'vitest';
import { type GridWindow, toPixels100m, windowAround } from '../../../lib/grid/grid-window.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { accumulateSigma0 } from '../../../lib/sentinel1/accumulate-sigma0.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import type { Calibration } from '../../../lib/sentinel1/calibration.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import type { Noise } from '../../../lib/sentinel1/noise.ts';
import type { Sigma0Cells } from '../../../lib/sentinel1/sigma0-cells.ts';
import { PATHS, seenAt, slantRangeOf, syntheticAnnotation } from './synthetic-orbit.ts';
import { type TiffLayout, tiffBytes } from './tiff-bytes.ts';

const NO_NOISE: Noise = { kind: 'none', range: [], azimuth: [] };

function flatCalibration({ samples, lines }: Annotation, near: number, far: number): Calibration {
  const pixel = Float64Array.of(0, samples - 1);
  return { vectors: [0, lines].map((line) => ({ line, pixel, amplitude: Float64Array.of(near, far) })) };
}

async function sceneOf(annotation: Annotation, dn: Uint16Array, noise = NO_NOISE, layout: TiffLayout = {}) {
  const { samples, lines } = annotation;
  const file = tiffBytes(dn, samples, lines, layout);
  return {
    annotation,
    calibration: flatCalibration(annotation, 660, 640),
    noise,
    measurement: await openTiff(sourceOfBytes('vv.tiff', file)),
    validSamples: { first: 0, last: samples - 1, firstLine: 0, lastLine: lines - 1 },
  };
}

/** Around the whole image with a margin, in whole 1-km cells. */
function windowOf({ geolocationGrid: grid }: Annotation, margin = 0.02): GridWindow {
  const lons = grid.longitudeDeg.map((lon) => lon - 360 * Math.round((lon - (grid.longitudeDeg[0] ?? 0)) / 360));
  const [west, east] = [Math.min(...lons) - margin, Math.max(...lons) + margin];
  const [south, north] = [Math.min(...grid.latitudeDeg) - margin, Math.max(...grid.latitudeDeg) + margin];
  return toPixels100m(windowAround([west, south, east, north], 112));
}

const maskOf = ({ width, height }: GridWindow, wanted: (i: number) => boolean = () => true) =>
  Uint8Array.from({ length: width * height }, (_, i) => (wanted(i) ? 1 : 0));

function heightsOf(window: GridWindow, heightAt: (lon: number, lat: number) => number): Float32Array {
  const { column, row, width, height } = window;
  return Float32Array.from({ length: (width + 1) * (height + 1) }, (_, i) => {
    const x = i % (width + 1);
    return heightAt((column + x) / 1008 - 180, 90 - (row + Math.floor(i / (width + 1))) / 1008);
  });
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] ?? 0;
  return total;
}

describe.each(Object.entries(PATHS))('accumulateSigma0, %s', (_, path) => {
  const annotation = syntheticAnnotation(path, 230, 1200, 300);
  const { samples, lines } = annotation;
  const dn = Uint16Array.from({ length: samples * lines }, (_, i) => (i % 11 === 0 ? 0 : 100 + ((i * 7919) % 400)));
  const window = windowOf(annotation);
  const hills = heightsOf(window, (lon, lat) => 300 + 60 * Math.sin(300 * lon) * Math.cos(250 * lat));
  let cells: Sigma0Cells;
  beforeAll(async () => {
    cells = await accumulateSigma0(await sceneOf(annotation, dn), window, maskOf(window), hills, { threads: 1 });
  });

  test('every sample is used exactly once: counts and powers of all pixels are those of the image', () => {
    expect(sum(cells.samples)).toBe(dn.filter((value) => value !== 0).length);
    let power = 0;
    cells.sigma0.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      const column = i % window.width;
      const row = (i - column) / window.width;
      const corner = (y: number, x: number) => hills[(row + y) * (window.width + 1) + column + x] ?? 0;
      const height = (corner(0, 0) + corner(0, 1) + corner(1, 0) + corner(1, 1)) / 4;
      const lon = (window.column + column + 0.5) / 1008 - 180;
      const sample = geolocate({ annotation }, lon, 90 - (window.row + row + 0.5) / 1008, height)?.sample ?? 0;
      const a = 660 - (20 * Math.min(Math.max(sample, 0), samples - 1)) / (samples - 1);
      power += value * a * a * (cells.samples[i] ?? 0);
    });
    expect(power / sum(Float64Array.from(dn, (value) => value * value))).toBeCloseTo(1, 4);
  });

  test('incidence and line are those of the pixel’s centre', () => {
    let worst = 0;
    for (let i = 0; i < cells.line.length; i += 17) {
      if (cells.samples[i] === 0) continue;
      const column = i % window.width;
      const row = Math.floor(i / window.width);
      const lon = (window.column + column + 0.5) / 1008 - 180;
      const lat = 90 - (window.row + row + 0.5) / 1008;
      const point = geolocate({ annotation }, lon, lat, 300 + 60 * Math.sin(300 * lon) * Math.cos(250 * lat));
      worst = Math.max(worst, Math.abs((cells.line[i] ?? 0) - (point?.line ?? Number.NaN)));
      expect(cells.incidenceDeg[i]).toBeCloseTo(point?.incidenceDeg ?? Number.NaN, 2);
    }
    expect(worst).toBeLessThan(0.1);
  });

  test('the result does not depend on threads or on how the image is stored', async () => {
    const layouts: [number, TiffLayout][] = [
      [2, {}],
      [3, { tile: 128, compression: 8 }],
      [1, { rowsPerStrip: 100, bigEndian: true }],
      [0, { rowsPerStrip: 1, compression: 50000 }],
    ];
    for (const [threads, layout] of layouts) {
      const scene = await sceneOf(annotation, dn, NO_NOISE, layout);
      expect(await accumulateSigma0(scene, window, maskOf(window), hills, { threads })).toEqual(cells);
    }
  });

  test('unwanted pixels stay empty and change nothing for the others', async () => {
    const mask = maskOf(window, (i) => (i * 31) % 7 < 2);
    const scene = await sceneOf(annotation, dn);
    const some = await accumulateSigma0(scene, window, mask, hills);
    const only = (values: Float32Array, none: number) => values.map((value, i) => (mask[i] === 1 ? value : none));
    expect(some.sigma0).toEqual(only(cells.sigma0, Number.NaN));
    expect(some.incidenceDeg).toEqual(only(cells.incidenceDeg, Number.NaN));
    expect(some.samples).toEqual(cells.samples.map((value, i) => (mask[i] === 1 ? value : 0)));
    expect(some.observed).toEqual(cells.observed);
  });

  test('noise in the border counts for nothing where the product has it', async () => {
    const isInside = (i: number) => i % samples >= 21 && i % samples < 215;
    const clean = dn.map((value, i) => (isInside(i) ? Math.max(value, 100) : 0));
    const noisy = clean.map((value, i) => (isInside(i) ? value : (i * 7919) % 30));
    const validSamples = { first: 21, last: 214, firstLine: 0, lastLine: lines - 1 };
    const expected = await accumulateSigma0(
      { ...(await sceneOf(annotation, clean)), validSamples },
      window,
      maskOf(window),
      hills,
    );
    for (const threads of [1, 2]) {
      const scene = { ...(await sceneOf(annotation, noisy)), validSamples, hasBorderNoise: true };
      expect(await accumulateSigma0(scene, window, maskOf(window), hills, { threads })).toEqual(expected);
      const kept = await accumulateSigma0({ ...scene, hasBorderNoise: false }, window, maskOf(window), hills, {
        threads,
      });
      expect(sum(kept.samples)).toBeGreaterThan(sum(expected.samples));
    }
  });

  test('what is border noise does not depend on which pixels are wanted', async () => {
    // Dark ground between strips of bright ground, in tiles of which the bright ones are not wanted.
    const parts = dn.map((value, i) =>
      Math.abs((i % samples) - samples / 2) > samples / 4 ? 2000 + (value % 97) : 10 + (i % 15),
    );
    const validSamples = { first: 0, last: samples - 1, firstLine: 0, lastLine: lines - 1 };
    const stored = await sceneOf(annotation, parts, NO_NOISE, { tile: 16, compression: 8 });
    const scene = { ...stored, validSamples, hasBorderNoise: true };
    const all = await accumulateSigma0(scene, window, maskOf(window), hills);
    const middle = all.samples.findIndex((count, i) => count > 0 && i > all.samples.length / 2);
    const row = Math.floor(middle / window.width);
    const inRow = Array.from({ length: window.width }, (_, column) => column).filter(
      (column) => (all.samples[row * window.width + column] ?? 0) > 0,
    );
    const [west = 0, east = 0] = [inRow[0], inRow.at(-1)];
    const between = maskOf(window, (i) => {
      const column = i % window.width;
      return Math.floor(i / window.width) === row && Math.abs(column - (west + east) / 2) < (east - west) / 20;
    });
    const some = await accumulateSigma0(scene, window, between, hills);
    expect(some.sigma0).toEqual(all.sigma0.map((value, i) => (between[i] === 1 ? value : Number.NaN)));
    expect(some.samples).toEqual(all.samples.map((value, i) => (between[i] === 1 ? value : 0)));
    expect(sum(some.samples)).toBeGreaterThan(0);
  });

  test('lines without data are not observed', async () => {
    const scene = await sceneOf(annotation, dn);
    const validSamples = { ...scene.validSamples, firstLine: 200, lastLine: 999 };
    const { observed } = await accumulateSigma0({ ...scene, validSamples }, window, maskOf(window), hills);
    const ofLines = (line: number) => observed.filter((value) => value === line).length;
    const all = (line: number) => cells.observed.filter((value) => value === line).length;
    expect(ofLines(2)).toBeLessThan(0.75 * all(2));
    expect(ofLines(0)).toBeGreaterThan(all(0));
    observed.forEach((value, cell) => {
      expect(value).toBeLessThanOrEqual(cells.observed[cell] ?? 0);
      const first = Math.floor(cell / (window.width / 9)) * 9 * window.width + (cell % (window.width / 9)) * 9;
      const inCell = Array.from(
        { length: 81 },
        (_, k) => cells.line[first + Math.floor(k / 9) * window.width + (k % 9)],
      );
      const known = inCell.filter((line) => line !== undefined && !Number.isNaN(line)) as number[];
      if (value === 2) expect(Math.min(...known)).toBeGreaterThan(199);
      if (value === 2) expect(Math.max(...known)).toBeLessThan(1000);
      if (value === 0 && known.length > 0) expect(known.every((line) => line < 205 || line > 994)).toBe(true);
    });
  });

  test('cells in the middle are wholly observed, others partly or not at all', () => {
    const kinds = [0, 1, 2].map((kind) => cells.observed.filter((value) => value === kind).length);
    expect(cells.observed).toHaveLength((window.width * window.height) / 81);
    expect(kinds.every((count) => count > 0)).toBe(true);
    cells.observed.forEach((value, cell) => {
      const columns = window.width / 9;
      const first = Math.floor(cell / columns) * 9 * window.width + (cell % columns) * 9;
      const counts = Array.from(
        { length: 81 },
        (_, k) => cells.samples[first + Math.floor(k / 9) * window.width + (k % 9)] ?? 0,
      );
      if (value === 0) expect(Math.max(...counts)).toBe(0);
      if (value === 2) expect(Math.min(...counts)).toBeGreaterThan(0);
    });
  });
});

describe('σ⁰ of a known field over hills', () => {
  const path = PATHS.ascending;
  const annotation = syntheticAnnotation(path, 420, 420, 200);
  const { samples, lines } = annotation;
  const heightAt = (lon: number, lat: number) => 250 + 200 * Math.sin(120 * lon) * Math.cos(140 * lat);
  const fieldAt = (lon: number, lat: number) => 0.1 * (1 + 0.5 * Math.sin(200 * lon + 1) * Math.cos(180 * lat));
  const noise: Noise = {
    kind: 'range-azimuth',
    range: [0, lines - 1].map((line) => ({
      line,
      pixel: Float64Array.of(0, samples - 1),
      power: Float64Array.of(900, 1500),
    })),
    azimuth: [
      {
        swath: 'IW1',
        firstLine: 0,
        lastLine: lines - 1,
        firstSample: 0,
        lastSample: 199,
        line: Float64Array.of(0),
        factor: Float64Array.of(1),
      },
      {
        swath: 'IW2',
        firstLine: 0,
        lastLine: lines - 1,
        firstSample: 200,
        lastSample: samples - 1,
        line: Float64Array.of(0),
        factor: Float64Array.of(1.5),
      },
    ],
  };

  /** The image of the field, put on the ground by the direct solution: every 12th line and sample, bilinear between. */
  function render(): Uint16Array {
    const step = 12;
    const side = samples / step + 1;
    const lon = new Float64Array(side * side);
    const lat = new Float64Array(side * side);
    for (let i = 0; i < side * side; i++) {
      const t = Math.floor(i / side) * step * annotation.azimuthTimeIntervalS;
      const range = slantRangeOf((i % side) * step, annotation.rangePixelSpacingM);
      let place = seenAt(path, t, range, 250);
      for (let pass = 0; pass < 12; pass++) place = seenAt(path, t, range, heightAt(place.lon, place.lat));
      lon[i] = place.lon;
      lat[i] = place.lat;
    }
    return Uint16Array.from({ length: samples * lines }, (_, i) => {
      const [y, x] = [Math.floor(i / samples) / step, (i % samples) / step];
      const k = Math.floor(y) * side + Math.floor(x);
      const [s, e] = [y % 1, x % 1];
      const at = (v: Float64Array) =>
        ((v[k] ?? 0) * (1 - e) + (v[k + 1] ?? 0) * e) * (1 - s) +
        ((v[k + side] ?? 0) * (1 - e) + (v[k + side + 1] ?? 0) * e) * s;
      const sample = i % samples;
      const eta = (900 + (600 * sample) / (samples - 1)) * (sample < 200 ? 1 : 1.5);
      const a = 660 - (20 * sample) / (samples - 1);
      return Math.round(Math.sqrt(fieldAt(at(lon), at(lat)) * a * a + eta));
    });
  }

  test('is found within 0.03 dB where it is on the terrain, and misplaced without the terrain', async () => {
    const scene = await sceneOf(annotation, render(), noise);
    const window = windowOf(annotation);
    const errorsDb = async (heights: Float32Array) => {
      const { sigma0, samples: count } = await accumulateSigma0(scene, window, maskOf(window), heights);
      const errors: number[] = [];
      sigma0.forEach((value, i) => {
        if ((count[i] ?? 0) < 60) return;
        const lon = (window.column + (i % window.width) + 0.5) / 1008 - 180;
        const lat = 90 - (window.row + Math.floor(i / window.width) + 0.5) / 1008;
        errors.push(10 * Math.log10(value / fieldAt(lon, lat)));
      });
      const bias = sum(errors) / errors.length;
      const p95 = errors.map(Math.abs).sort((a, b) => a - b)[Math.floor(0.95 * errors.length)] ?? Number.NaN;
      return { n: errors.length, bias, p95 };
    };
    const onTerrain = await errorsDb(heightsOf(window, heightAt));
    const onPlain = await errorsDb(heightsOf(window, () => 250));
    expect(onTerrain.n).toBeGreaterThan(1200);
    expect(Math.abs(onTerrain.bias)).toBeLessThan(0.01);
    expect(onTerrain.p95).toBeLessThan(0.03);
    expect(onPlain.p95).toBeGreaterThan(0.3);
  });
});

describe('accumulateSigma0', () => {
  const annotation = syntheticAnnotation(PATHS.ascending, 200, 700);
  const window = windowOf(annotation);
  const heights = heightsOf(window, () => 0);
  const ones = new Uint16Array(200 * 700).fill(1);

  test('power below the noise stays negative', async () => {
    const pixel = Float64Array.of(0, 199);
    const noise: Noise = { kind: 'range', range: [{ line: 0, pixel, power: Float64Array.of(5, 5) }], azimuth: [] };
    const { sigma0 } = await accumulateSigma0(await sceneOf(annotation, ones, noise), window, maskOf(window), heights);
    const found = sigma0.filter((value) => !Number.isNaN(value));
    expect(found.length).toBeGreaterThan(500);
    expect(Math.max(...found)).toBeCloseTo(-4 / 660 ** 2, 9);
  });

  test('says how far it is', async () => {
    const steps: [number, number][] = [];
    await accumulateSigma0(await sceneOf(annotation, ones), window, maskOf(window), heights, {
      onProgress: (done, total) => steps.push([done, total]),
    });
    expect(steps).toEqual([
      [256, 700],
      [512, 700],
      [700, 700],
    ]);
  });

  test('a window beside the image, or a mask without a wanted pixel, gives nothing', async () => {
    const scene = await sceneOf(annotation, ones);
    const beside = { ...window, column: window.column + 9 * 400 };
    const nothing = await accumulateSigma0(scene, beside, maskOf(window), heights);
    expect([sum(nothing.samples), sum(nothing.observed)]).toEqual([0, 0]);
    const unwanted = await accumulateSigma0(
      scene,
      window,
      maskOf(window, () => false),
      heights,
    );
    expect(sum(unwanted.samples)).toBe(0);
    expect(sum(unwanted.observed)).toBeGreaterThan(0);
  });

  test.each([1, 2])('damaged pixels end it with the reason (%d threads)', async (threads) => {
    const scene = await sceneOf(annotation, ones, NO_NOISE, { compression: 8, rowsPerStrip: 50 });
    const { source } = scene.measurement;
    const damaged = {
      ...source,
      read: async (offset: number, length: number) =>
        Uint8Array.from(await source.read(offset, length)).fill(0x55, -40),
    };
    const run = accumulateSigma0(
      { ...scene, measurement: { ...scene.measurement, source: damaged } },
      window,
      maskOf(window),
      heights,
      { threads },
    );
    await expect(run).rejects.toThrow(
      expect.objectContaining({ tag: 'InputError', reason: 'invalid-measurement', where: 'vv.tiff' }),
    );
    await expect(run).rejects.toThrow(/image lines \d+ to \d+/);
  });

  test.each([1, 2])('a store that fails passes on (%d threads)', async (threads) => {
    const scene = await sceneOf(annotation, ones);
    const down = { ...scene.measurement.source, read: () => Promise.reject(new Error('503')) };
    const run = accumulateSigma0(
      { ...scene, measurement: { ...scene.measurement, source: down } },
      window,
      maskOf(window),
      heights,
      { threads },
    );
    await expect(run).rejects.toThrow(/^503$/);
  });

  test('heights or masks that do not fit the window are a mistake of the caller', async () => {
    const scene = await sceneOf(annotation, ones);
    await expect(accumulateSigma0(scene, window, maskOf(window), heights.subarray(1))).rejects.toThrow(RangeError);
    await expect(accumulateSigma0(scene, window, new Uint8Array(3), heights)).rejects.toThrow(RangeError);
  });
});
