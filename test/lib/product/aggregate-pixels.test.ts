import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregatePixels } from '../../../lib/product/aggregate-pixels.ts';
import { emptyMapCells, type MapCells } from '../../../lib/product/map-cells.ts';
import { qaValue } from '../../../lib/product/qa-bits.ts';
import type { AggregationParameters, CellRows } from '../../../lib/product/scene-pixels.ts';
import { selectPixels } from '../../../lib/product/select-pixels.ts';
import { type RandomScene, randomScene } from './random-scene.ts';

const PARAMETERS: AggregationParameters = {
  noiseRemoved: true,
  errorCorrelation: 0.3,
  firstLineS: 0.25,
  secondsPerLine: 0.0015,
};

function aggregate(scene: RandomScene, bands: readonly CellRows[], parameters = PARAMETERS): MapCells {
  const cells = emptyMapCells(scene.window);
  for (const rows of bands) {
    const selected = selectPixels(scene.pixels, scene.fine.ndvi, rows);
    const pick = (values: Float32Array) => Float32Array.from(selected.index, (pixel) => values[pixel] as number);
    const retrieved = { sm: pick(scene.sm), uncertainty: pick(scene.uncertainty) };
    aggregatePixels(scene.pixels, scene.fine, selected, retrieved, parameters, cells);
  }
  return cells;
}

/** Pixels of a cell by the plainest way there is: a scan over the whole window. */
function pixelsOfCell({ pixels }: RandomScene, cell: number): number[] {
  const { width } = pixels.window;
  return [...pixels.classes.keys()].filter((pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    return Math.floor(row / 9) * (width / 9) + Math.floor(column / 9) === cell;
  });
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('aggregatePixels', () => {
  it('equals a plain mean over the pixels of each cell', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const cells = aggregate(scene, [{ from: 0, to: scene.window.height }]);
        const { pixels, fine } = scene;
        for (const cell of cells.sm.keys()) {
          const used = pixelsOfCell(scene, cell).filter(
            (p) =>
              [30, 40].includes(pixels.classes[p] as number) &&
              (pixels.sigma0[p] as number) > 0 &&
              !Number.isNaN(fine.ndvi[p]),
          );
          const values = (band: Float32Array) => used.map((p) => band[p] as number);
          expect(cells.n100m[cell]).toBe(used.length);
          if (used.length === 0) {
            expect(cells.sm[cell]).toBeNaN();
            continue;
          }
          const sm = values(scene.sm).map((value) => Math.min(Math.max(value, 0.02), 0.4));
          const u = values(scene.uncertainty);
          const covariances = u.flatMap((a, i) => u.map((b, j) => (i === j ? a * a : 0.3 * a * b)));
          expect(cells.sm[cell]).toBeCloseTo(mean(sm), 6);
          expect(cells.smStddev[cell]).toBeCloseTo(Math.sqrt(mean(sm.map((x) => (x - mean(sm)) ** 2))), 6);
          expect(cells.uncertainty[cell]).toBeCloseTo(
            Math.sqrt(covariances.reduce((sum, c) => sum + c, 0)) / used.length,
            6,
          );
          expect(cells.sigma0VvDb[cell]).toBeCloseTo(10 * Math.log10(mean(values(pixels.sigma0))), 4);
          expect(cells.incidenceDeg[cell]).toBeCloseTo(mean(values(pixels.incidenceDeg)), 4);
          expect(cells.ndvi[cell]).toBeCloseTo(mean(values(fine.ndvi)), 5);
          expect(cells.ndviAgeDays[cell]).toBeCloseTo(mean(values(Float32Array.from(fine.ageDays))), 4);
          expect(cells.acquisitionTimeS[cell]).toBeCloseTo(0.25 + 0.0015 * mean(values(pixels.line)), 4);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes however the rows are cut into bands', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const { height } = scene.window;
        const whole = aggregate(scene, [{ from: 0, to: height }]);
        const rows = Array.from({ length: height }, (_, row) => ({ from: row, to: row + 1 })).reverse();
        expect(aggregate(scene, rows)).toEqual(whole);
      }),
    );
  });

  it('keeps the house rules of a product in every cell', () => {
    fc.assert(
      fc.property(randomScene, fc.boolean(), (scene, noiseRemoved) => {
        const cells = aggregate(scene, [{ from: 0, to: scene.window.height }], { ...PARAMETERS, noiseRemoved });
        for (const cell of cells.sm.keys()) {
          const sm = cells.sm[cell] as number;
          const qa = cells.qa[cell] as number;
          const hasValue = !Number.isNaN(sm);
          expect(hasValue).toBe((cells.n100m[cell] as number) >= 1);
          expect((cells.uncertainty[cell] as number) > 0).toBe(hasValue);
          if (!hasValue) expect(qa).not.toBe(0);
          if (!hasValue) expect(cells.uncertainty[cell]).toBeNaN();
          if (hasValue) expect(sm).toBeGreaterThanOrEqual(Math.fround(0.02));
          if (hasValue) expect(sm).toBeLessThanOrEqual(Math.fround(0.4));
          if (hasValue && !noiseRemoved) expect(qa & qaValue('noiseNotRemoved')).not.toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives a uniform cell its own value, no spread and the fractions of its classes', () => {
    const size = 81;
    const classes = new Uint8Array(size).fill(40).fill(30, 54).fill(80, 72);
    const uniform = (value: number) => new Float32Array(size).fill(value);
    const scene: RandomScene = {
      window: { perDegree: 112, column: 0, row: 0, width: 1, height: 1 },
      pixels: {
        window: { perDegree: 1008, column: 0, row: 0, width: 9, height: 9 },
        classes,
        sigma0: uniform(0.1),
        incidenceDeg: uniform(38),
        line: uniform(1000),
        observed: Uint8Array.of(2),
        steep: Uint8Array.of(0),
        distorted: Uint8Array.of(0),
      },
      fine: { ndvi: uniform(0.4), ageDays: Uint16Array.from(uniform(3)) },
      coarse: { ndvi: uniform(0.4), ageDays: Uint16Array.from(uniform(3)) },
      sm: uniform(0.25),
      uncertainty: uniform(0.06),
    };
    const cells = aggregate(scene, [{ from: 0, to: 1 }], { ...PARAMETERS, errorCorrelation: 0 });
    const value = (number: number) => Float32Array.of(number);
    expect(cells).toEqual({
      window: scene.window,
      sm: value(0.25),
      uncertainty: value(Math.fround(0.06) / Math.sqrt(72)),
      qa: Uint16Array.of(0),
      sigma0VvDb: value(10 * Math.log10(Math.fround(0.1))),
      incidenceDeg: value(38),
      ndvi: value(0.4),
      ndviAgeDays: value(3),
      n100m: value(72),
      cropFraction: value(54 / 81),
      herbaceousFraction: value(18 / 81),
      smStddev: value(0),
      acquisitionTimeS: value(1.75),
    });
  });

  it('flags cells of steep terrain and of layover or shadow', () => {
    fc.assert(
      fc.property(randomScene, fc.infiniteStream(fc.integer({ min: 0, max: 81 })), (scene, numbers) => {
        const plain = aggregate(scene, [{ from: 0, to: scene.window.height }]);
        const draw = () => numbers.next().value ?? 0;
        const steep = scene.pixels.steep.map(draw);
        const distorted = scene.pixels.distorted.map(() => (draw() > 40 ? draw() : 0));
        const pixels = { ...scene.pixels, steep, distorted };
        const cells = aggregate({ ...scene, pixels }, [{ from: 0, to: scene.window.height }]);
        const expected = plain.qa.map((qa, cell) => {
          const sampled = pixelsOfCell(scene, cell).filter(
            (p) => [30, 40].includes(pixels.classes[p] as number) && !Number.isNaN(pixels.sigma0[p]),
          ).length;
          const isSteep = (steep[cell] as number) > 0 && 3 * (steep[cell] as number) >= sampled;
          return qa + (isSteep ? 512 : 0) + ((distorted[cell] as number) > 0 ? 1024 : 0);
        });
        expect(cells).toEqual({ ...plain, qa: expected });
      }),
    );
  });

  it('refuses a network that answers with no number', () => {
    fc.assert(
      fc.property(randomScene, fc.constantFrom(Number.NaN, 0, -1, Number.POSITIVE_INFINITY), (scene, bad) => {
        const rows = { from: 0, to: scene.window.height };
        const selected = selectPixels(scene.pixels, scene.fine.ndvi, rows);
        fc.pre(selected.index.length > 0);
        const sm = new Float32Array(selected.index.length).fill(0.2);
        const uncertainty = new Float32Array(selected.index.length).fill(0.05);
        uncertainty[selected.index.length - 1] = bad;
        const cells = emptyMapCells(scene.window);
        const run = () => aggregatePixels(scene.pixels, scene.fine, selected, { sm, uncertainty }, PARAMETERS, cells);
        expect(run).toThrow(/the network answered 0.2/);
        expect(cells).toEqual(emptyMapCells(scene.window));
      }),
    );
  });
});
