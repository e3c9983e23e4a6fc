import { describe, expect, test } from 'vitest';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { realAnnotations } from './real-products.ts';
import { incidenceOf, PATHS, seenAt, slantRangeOf, stateOf, syntheticAnnotation } from './synthetic-orbit.ts';

const REACHED: Readonly<Record<string, Reached>> = {
  S1A_IW_GRDH_1SDV_20150222T170725_20150222T170750_004739_005DD8_CEAB: {
    range: 0.0001,
    time: 2.9e-4,
    line: 0.39,
    pixel: 4.6,
    incidence: [0.027, 0.038],
  },
  S1A_IW_GRDH_1SDV_20210119T031653_20210119T031718_036201_043ED0_8255: {
    range: 0.0003,
    time: 3.1e-6,
    line: 0.21,
    pixel: 0.35,
    incidence: [-0.029, -0.024],
  },
  S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8: {
    range: 0.003,
    time: 9.9e-5,
    line: 0.24,
    pixel: 0.4,
    incidence: [0.028, 0.038],
  },
};
interface Reached {
  readonly range: number;
  readonly time: number;
  readonly line: number;
  readonly pixel: number;
  readonly incidence: readonly [number, number];
}

// Oracle: the geolocation grid that the processor wrote into each product; tolerances of the facts page (section 1.4).
describe.skipIf(realAnnotations.length === 0)('the geolocation grids of real products', () => {
  test.each(realAnnotations)('$product (IPF $ipf)', ({ product, annotation, ipf }) => {
    const isOld = ipf.startsWith('002.3');
    // Each product by itself must be as near as a solver of this kind was measured to come (shared data's README),
    // with a tenth to spare; the facts page's tolerances of a generation are wider.
    const reach = REACHED[product];
    if (!reach) throw new Error('a product without measured deviations');
    const grid = annotation.geolocationGrid;
    const worst = { line: 0, pixel: 0, time: 0, range: 0 };
    const incidence: number[] = [];
    for (let i = 0; i < grid.line.length; i++) {
      const at = (values: Float64Array) => values[i] ?? Number.NaN;
      const point = geolocate({ annotation }, at(grid.longitudeDeg), at(grid.latitudeDeg), at(grid.heightM));
      if (!point) throw new Error(`point ${i} is not seen`);
      worst.line = Math.max(worst.line, Math.abs(point.line - at(grid.line)));
      worst.pixel = Math.max(worst.pixel, Math.abs(point.sample - at(grid.pixel)));
      worst.time = Math.max(worst.time, Math.abs(point.azimuthTimeS - at(grid.azimuthTimeS)));
      worst.range = Math.max(worst.range, Math.abs(point.slantRangeM - (at(grid.slantRangeTimeS) * 299_792_458) / 2));
      incidence.push(point.incidenceDeg - at(grid.incidenceDeg));
    }
    expect(grid.line).toHaveLength(210);
    expect(worst.range).toBeLessThan(0.003);
    expect(worst.time).toBeLessThan(isOld ? 4.5e-4 : 1e-4);
    expect(worst.line).toBeLessThan(isOld ? 0.48 : 0.24);
    expect(worst.pixel).toBeLessThan(isOld ? 4.6 : 1.6);
    expect(worst.range).toBeLessThan(reach.range);
    expect(worst.time).toBeLessThan(reach.time);
    expect(worst.line).toBeLessThan(reach.line);
    expect(worst.pixel).toBeLessThan(reach.pixel);
    expect(Math.min(...incidence)).toBeGreaterThan(reach.incidence[0]);
    expect(Math.max(...incidence)).toBeLessThan(reach.incidence[1]);
    expect(Math.max(...incidence.map(Math.abs))).toBeLessThan(0.04);
    expect(Math.max(...incidence) - Math.min(...incidence)).toBeLessThan(0.01);
  });
});

describe('points put on the ground by solving range, Doppler and height directly', () => {
  const cases = Object.entries(PATHS).flatMap(([name, path]) =>
    [0, 431, 8000].map((height) => ({ name, path, height })),
  );
  test.each(cases)('$name orbit, $height m', ({ path, height }) => {
    const annotation = syntheticAnnotation(path, 20_000, 16_000, height);
    for (const line of [-300, 0, 7777.25, 15_999]) {
      for (const sample of [0, 1234.5, 19_999]) {
        const t = line * annotation.azimuthTimeIntervalS;
        const range = slantRangeOf(sample, annotation.rangePixelSpacingM);
        const { lon, lat } = seenAt(path, t, range, height);
        const point = geolocate({ annotation }, lon, lat, height);
        expect(point?.line).toBeCloseTo(line, 2);
        expect(point?.sample).toBeCloseTo(sample, 3);
        expect(point?.slantRangeM).toBeCloseTo(range, 3);
        expect(point?.azimuthTimeS).toBeCloseTo(t, 5);
        expect(point?.incidenceDeg).toBeCloseTo(incidenceOf(path, t, lon, lat, height), 5);
      }
    }
  });

  test('a point on the left-hand side or far along the orbit is not seen', () => {
    const annotation = syntheticAnnotation(PATHS.ascending, 2000, 1000);
    const { lon, lat } = seenAt(PATHS.ascending, 0.5, 850_000, 0);
    const [x, y, z] = stateOf(PATHS.ascending, 0.5).position;
    const below = {
      lon: (Math.atan2(y, x) * 180) / Math.PI,
      lat: (Math.asin(z / Math.hypot(x, y, z)) * 180) / Math.PI,
    };
    expect(geolocate({ annotation }, lon, lat, 0)).toBeDefined();
    expect(geolocate({ annotation }, 2 * below.lon - lon, 2 * below.lat - lat, 0)).toBeUndefined();
    expect(geolocate({ annotation }, lon, lat - 20, 0)).toBeUndefined();
    expect(geolocate({ annotation }, Number.NaN, lat, 0)).toBeUndefined();
  });
});
