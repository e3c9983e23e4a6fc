import { describe, expect, test } from 'vitest';
import { CELLS_PER_DEGREE_100M, type GridWindow, windowAround } from '../../../lib/grid/grid-window.ts';
import { DEMO_AREAS, DEMO_PASSES } from '../../../lib/simulate/demo.ts';
import { COVER, parcelCover } from '../../../lib/simulate/parcel-cover.ts';
import { parcelsOf } from '../../../lib/simulate/parcel-records.ts';
import { parcelLattice, parcelOfPixels, SAME_PARCEL_PROBABILITY } from '../../../lib/simulate/parcels.ts';
import { createScenario } from '../../../lib/simulate/scenario.ts';
import { trueSoilMoisture } from '../../../lib/simulate/true-soil-moisture.ts';
import { createWorld } from '../../../lib/simulate/world.ts';

const box = DEMO_AREAS.small;
const times = DEMO_PASSES.map((pass) => pass.firstLineTimeUs / 1000);

function coverOf(seed: number, window: GridWindow): Uint8Array {
  const world = createWorld({ seed, box });
  const lattice = parcelLattice(window);
  const cover = parcelCover(world, lattice);
  return Uint8Array.from(parcelOfPixels(seed, window, lattice), (parcel) => cover[parcel] as number);
}

test('windows that overlap show the same land cover', () => {
  const whole = windowAround(box, CELLS_PER_DEGREE_100M);
  const part = { ...whole, column: whole.column + 31, row: whole.row + 77, width: 100, height: 90 };
  const a = coverOf(4, whole);
  const b = coverOf(4, part);
  for (let j = 0; j < part.height; j++) {
    const row = (j + 77) * whole.width + 31;
    expect(b.slice(j * 100, (j + 1) * 100)).toEqual(a.slice(row, row + 100));
  }
});

describe.each([1, 2, 3, 4, 5])('world %i', (seed) => {
  test('holds sea, town, water, forest, meadows and mostly crops, in parcels of several pixels', () => {
    const window = windowAround(box, CELLS_PER_DEGREE_100M);
    const cover = coverOf(seed, window);
    const share = (test: (code: number) => boolean): number => cover.filter(test).length / cover.length;
    expect(share((code) => code === COVER.cropland)).toBeGreaterThan(0.3);
    expect(share((code) => code === COVER.herbaceous)).toBeGreaterThan(0.08);
    expect(share((code) => code > 110 && code < 127)).toBeGreaterThan(0.03);
    expect(share((code) => code === COVER.urban)).toBeGreaterThan(0.01);
    expect(share((code) => code === COVER.water)).toBeGreaterThan(0);
    expect(share((code) => code === COVER.ocean)).toBeGreaterThan(0.03);
    expect(share((code) => code === COVER.ocean)).toBeLessThan(0.12);
    const parcels = new Set(parcelOfPixels(seed, window, parcelLattice(window)));
    expect(cover.length / parcels.size).toBeGreaterThan(7);
    expect(cover.length / parcels.size).toBeLessThan(10);
  });

  test('has soil moisture that varies by at least 0.07 over cells and dates, from rain and drying, within 0.02–0.40', () => {
    const scenario = createScenario({ seed, box }, times);
    const sm = times.flatMap((time) => [...trueSoilMoisture(scenario, box, time).sm].filter((x) => !Number.isNaN(x)));
    const mean = sm.reduce((sum, x) => sum + x, 0) / sm.length;
    const deviation = Math.sqrt(sm.reduce((sum, x) => sum + (x - mean) ** 2, 0) / sm.length);
    expect(deviation).toBeGreaterThan(0.07);
    expect(Math.min(...sm)).toBeGreaterThanOrEqual(0.02);
    expect(Math.max(...sm)).toBeLessThanOrEqual(0.4);
  });

  test('grows parcels beyond NDVI 0.75 in summer, and bare ones', () => {
    const parcels = parcelsOf(createWorld({ seed, box }), windowAround(box, CELLS_PER_DEGREE_100M));
    const ndvi = parcels.ndviAt(times[0] as number).filter((_, o) => parcels.cover[o] === COVER.cropland);
    expect(ndvi.filter((x) => x > 0.75).length / ndvi.length).toBeGreaterThan(0.02);
    expect(ndvi.filter((x) => x < 0.3).length / ndvi.length).toBeGreaterThan(0.1);
  });
});

test('the sea covers the asked share: none, or all', () => {
  for (const [seaShare, expected] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const world = createWorld({ seed: 1, box, seaShare });
    const lattice = parcelLattice(windowAround(box, CELLS_PER_DEGREE_100M));
    const sea = parcelCover(world, lattice).filter((code) => code === COVER.ocean).length;
    expect(sea / (lattice.width * lattice.height)).toBe(expected);
  }
});

test('the truth of a cell is the mean over its crop and herbaceous pixels, counted by hand', () => {
  const scenario = createScenario({ seed: 8, box }, times);
  const time = times[1] as number;
  const { window, sm } = trueSoilMoisture(scenario, box, time);
  const cell = 12 * window.width + 7;
  const pixels: GridWindow = {
    perDegree: 1008,
    column: (window.column + 7) * 9,
    row: (window.row + 12) * 9,
    width: 9,
    height: 9,
  };
  const parcels = parcelsOf(scenario.world, pixels);
  const moisture = parcels.soilMoistureAt(scenario.rain, time);
  const kept = [...parcelOfPixels(8, pixels, parcels.lattice)].filter((parcel) =>
    [30, 40].includes(parcels.cover[parcel] as number),
  );
  const byHand = kept.reduce((sum, parcel) => sum + (moisture[parcel] as number), 0) / kept.length;
  expect(kept.length).toBeGreaterThan(0);
  expect(sm[cell]).toBeCloseTo(byHand, 6);
});

test('two crop or herbaceous pixels of a cell share a parcel as often as stated', () => {
  let same = 0;
  let pairs = 0;
  for (const seed of [21, 22, 23]) {
    const window: GridWindow = { perDegree: 1008, column: 184_500, row: 46_602, width: 360, height: 360 };
    const lattice = parcelLattice(window);
    const cover = parcelCover(createWorld({ seed, box: DEMO_AREAS.medium }), lattice);
    const parcelOf = parcelOfPixels(seed, window, lattice);
    for (let cell = 0; cell < 40 * 40; cell++) {
      const corner = Math.floor(cell / 40) * 9 * 360 + (cell % 40) * 9;
      const counts = new Map<number, number>();
      for (let q = 0; q < 81; q++) {
        const parcel = parcelOf[corner + Math.floor(q / 9) * 360 + (q % 9)] as number;
        if ([30, 40].includes(cover[parcel] as number)) counts.set(parcel, (counts.get(parcel) ?? 0) + 1);
      }
      const n = [...counts.values()].reduce((sum, m) => sum + m, 0);
      pairs += n * (n - 1);
      same += [...counts.values()].reduce((sum, m) => sum + m * (m - 1), 0);
    }
  }
  expect(same / pairs).toBeCloseTo(SAME_PARCEL_PROBABILITY, 2);
});
