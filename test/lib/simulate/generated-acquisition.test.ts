import { describe, expect, test } from 'vitest';
import { writeEcef } from '../../../lib/grid/wgs84.ts';
import { parseCalibration } from '../../../lib/sentinel1/calibration.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { parseNoise } from '../../../lib/sentinel1/noise.ts';
import { parseProductName } from '../../../lib/sentinel1/product-name.ts';
import { createDemo, DEMO_AREAS, DEMO_PASSES } from '../../../lib/simulate/demo.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';

const demo = createDemo({ seed: 1, box: DEMO_AREAS.medium });

describe.each(DEMO_PASSES.map((pass, k) => ({ ...pass, k })))('pass $k, $pass', ({ k, pass, incidenceDeg }) => {
  const plan = planAcquisition((demo.acquisitions[k] as (typeof demo.acquisitions)[number]).acquisition);
  const { annotation } = plan;
  const grid = annotation.geolocationGrid;
  const [west, south, east, north] = demo.box;

  test('flies as Sentinel-1 does: altitude, speed, heading', () => {
    const { positionM, velocityMPerS } = annotation.orbit;
    expect(Math.hypot(...positionM.subarray(0, 3))).toBeCloseTo(7_070_000, 0);
    const speed = Math.hypot(...velocityMPerS.subarray(0, 3));
    // 7 593 m/s in the real annotation of 2021-08-09
    expect(speed).toBeGreaterThan(7550);
    expect(speed).toBeLessThan(7640);
    expect(Math.sign(velocityMPerS[2] as number)).toBe(pass === 'ASCENDING' ? 1 : -1);
  });

  test('shows the whole area, plain and mountains, at the asked angle, at 10 m', () => {
    for (const [lon, lat] of [
      [west, south],
      [west, north],
      [east, south],
      [east, north],
    ] as const) {
      for (const height of [0, 950]) {
        const point = geolocate(plan, lon, lat, height);
        expect(point?.line).toBeGreaterThan(0);
        expect(point?.line).toBeLessThan(annotation.lines - 1);
        // beyond the zero columns at both sides
        expect(point?.sample).toBeGreaterThan(8);
        expect(point?.sample).toBeLessThan(annotation.samples - 25);
      }
    }
    const middle = geolocate(plan, (west + east) / 2, (south + north) / 2, 0);
    expect(middle?.incidenceDeg).toBeCloseTo(incidenceDeg, 3);
    expect(annotation.samples * annotation.lines).toBeGreaterThan(100e6);
    expect(annotation.samples * annotation.lines).toBeLessThan(112e6);
    expect(groundDistanceM(grid, 0, grid.columns - 1) / (annotation.samples - 1)).toBeCloseTo(10, 0);
    expect(groundDistanceM(grid, 0, (grid.rows - 1) * grid.columns) / (annotation.lines - 1)).toBeCloseTo(10, 1);
  });

  test("has a geolocation grid that the reader's own range-Doppler solution reproduces", () => {
    for (let p = 0; p < grid.line.length; p++) {
      const point = geolocate(
        plan,
        grid.longitudeDeg[p] as number,
        grid.latitudeDeg[p] as number,
        grid.heightM[p] as number,
      );
      expect(Math.abs((point?.line ?? Number.NaN) - (grid.line[p] as number))).toBeLessThan(0.01);
      expect(Math.abs((point?.sample ?? Number.NaN) - (grid.pixel[p] as number))).toBeLessThan(0.01);
      expect(Math.abs((point?.incidenceDeg ?? Number.NaN) - (grid.incidenceDeg[p] as number))).toBeLessThan(1e-5);
    }
  });

  test('has tables in the range of real ones: σ⁰ amplitudes falling, noise −31 to −21 dB in three sub-swaths', () => {
    const [calibration, noise] = ['calibration-', 'noise-'].map((part) => {
      const file = plan.files.find(({ path }) => path.includes(part));
      return file?.bytes ?? new Uint8Array();
    });
    const { vectors } = parseCalibration(calibration as Uint8Array, 'calibration');
    for (const { amplitude } of vectors) {
      expect(Math.max(...amplitude)).toBeLessThan(700);
      expect(Math.min(...amplitude)).toBeGreaterThan(540);
      expect([...amplitude].every((a, i) => i === 0 || a < (amplitude[i - 1] as number))).toBe(true);
    }
    const { kind, range, azimuth } = parseNoise(noise as Uint8Array, 'noise');
    expect(kind).toBe('range-azimuth');
    expect(azimuth.map(({ swath }) => swath)).toEqual(['IW1', 'IW2', 'IW3']);
    expect(azimuth.map(({ firstSample }) => firstSample)).toEqual([
      0,
      ...azimuth.slice(0, 2).map(({ lastSample }) => lastSample + 1),
    ]);
    const powers = range.flatMap(({ power }) => [...power].filter((p) => p > 0));
    const neszDb = powers.map((p) => 10 * Math.log10(p / 600 ** 2));
    expect(Math.min(...neszDb)).toBeGreaterThan(-31);
    expect(Math.max(...neszDb)).toBeLessThan(-21);
    expect(vectors.at(-1)?.line).toBeGreaterThanOrEqual(annotation.lines - 1);
  });

  test('has a well-formed name that agrees with the annotation', () => {
    const name = parseProductName(plan.product);
    expect(name).toMatchObject({
      platform: 'S1A',
      mode: 'IW',
      type: 'GRD',
      resolution: 'H',
      polarisation: 'SV',
      absoluteOrbit: annotation.absoluteOrbit,
    });
    expect(Number.parseInt(name?.dataTakeId ?? '', 16)).toBe(annotation.dataTakeId);
    expect(Math.floor(annotation.firstLineTimeUs / 1e6)).toBe((name?.startUs ?? 0) / 1e6);
  });
});

test('a later processing of one acquisition is another product of the same name but for the suffix', () => {
  const { acquisition } =
    createDemo({ seed: 1, box: DEMO_AREAS.tiny }).acquisitions[0] ?? demo.acquisitions[0] ?? never();
  const { record } = acquisition;
  const again = { ...acquisition, record: { ...record, processingStopUs: record.processingStopUs + 3600e6 } };
  const [first, second] = [planAcquisition(acquisition).product, planAcquisition(again).product];
  expect(second.slice(0, -4)).toBe(first.slice(0, -4));
  expect(second).not.toBe(first);
  expect(planAcquisition(again).product).toBe(second);
});

function never(): never {
  throw new Error('the demo has acquisitions');
}

interface Points {
  readonly longitudeDeg: Float64Array;
  readonly latitudeDeg: Float64Array;
}

function groundDistanceM(grid: Points, a: number, b: number): number {
  const [p, q] = [a, b].map((k) => {
    const ecef = new Float64Array(3);
    writeEcef(grid.longitudeDeg[k] as number, grid.latitudeDeg[k] as number, 0, ecef);
    return ecef;
  }) as [Float64Array, Float64Array];
  return Math.hypot(...p.map((x, axis) => x - (q[axis] as number)));
}
