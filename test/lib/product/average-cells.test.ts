import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleCells, averageCells } from '../../../lib/product/average-cells.ts';
import { emptyMapCells } from '../../../lib/product/map-cells.ts';
import { qaNames } from '../../../lib/product/qa-bits.ts';
import type { CellRows } from '../../../lib/product/scene-pixels.ts';
import { type RandomScene, randomScene } from './random-scene.ts';

const PARAMETERS = { noiseRemoved: true, errorCorrelation: 0.3, firstLineS: 0.25, secondsPerLine: 0.0015 };

function assemble(scene: RandomScene, bands: readonly CellRows[]) {
  const cells = emptyMapCells(scene.window);
  for (const rows of bands) {
    const selected = averageCells(scene.pixels, scene.coarse.ndvi, rows);
    const pick = (values: Float32Array) => Float32Array.from(selected.index, (cell) => values[cell] as number);
    const ndviError = selected.ndviSigma.map((sigma) => 0.3 * sigma);
    const retrieved = { sm: pick(scene.sm), uncertainty: pick(scene.uncertainty), ndviError };
    assembleCells(scene.pixels, scene.coarse, selected, retrieved, PARAMETERS, cells);
  }
  return cells;
}

/** Land cover of the 81 pixels of a cell. */
function classesOf({ pixels, window }: RandomScene, cell: number): number[] {
  const [row, column] = [Math.floor(cell / window.width), cell % window.width];
  return Array.from({ length: 81 }, (_, i) => {
    const pixelRow = 9 * row + Math.floor(i / 9);
    return pixels.classes[pixelRow * pixels.window.width + 9 * column + (i % 9)] as number;
  });
}

describe('the S1+S3 variant', () => {
  it('runs the network once per cell on the linear mean over crop and herbaceous pixels with a sample', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const { pixels, coarse, window } = scene;
        const selected = averageCells(pixels, coarse.ndvi, { from: 0, to: window.height });
        const cells = assemble(scene, [{ from: 0, to: window.height }]);
        const powers = new Map<number, number[]>();
        for (const [pixel, landcover] of pixels.classes.entries()) {
          const row = Math.floor(pixel / pixels.window.width);
          const cell = Math.floor(row / 9) * window.width + Math.floor((pixel % pixels.window.width) / 9);
          const sigma0 = pixels.sigma0[pixel] as number;
          if ((landcover !== 30 && landcover !== 40) || Number.isNaN(sigma0)) continue;
          powers.set(cell, [...(powers.get(cell) ?? []), sigma0]);
        }
        for (const cell of cells.sm.keys()) {
          const list = powers.get(cell) ?? [];
          const mean = list.reduce((sum, power) => sum + power, 0) / list.length;
          const isRetrievable = mean > 0 && !Number.isNaN(coarse.ndvi[cell]);
          expect(selected.index.includes(cell)).toBe(isRetrievable);
          expect(cells.n100m[cell]).toBe(isRetrievable ? list.length : 0);
          if (!isRetrievable) {
            expect(cells.sm[cell]).toBeNaN();
            expect(cells.qa[cell]).not.toBe(0);
            continue;
          }
          const clipped = Math.min(Math.max(scene.sm[cell] as number, 0.02), 0.4);
          expect(cells.sm[cell]).toBe(Math.fround(clipped));
          const shrink = Math.sqrt((1 - PARAMETERS.errorCorrelation) / list.length + PARAMETERS.errorCorrelation);
          const eligible = classesOf(scene, cell).filter((landcover) => landcover === 30 || landcover === 40).length;
          const classified = classesOf(scene, cell).filter((landcover) => landcover !== 0 && landcover !== 255).length;
          const ndviError = 0.3 * 0.2 * (1 - eligible / classified);
          const ofMean = (scene.uncertainty[cell] as number) * shrink;
          expect(cells.uncertainty[cell]).toBeCloseTo(Math.sqrt(ofMean ** 2 + ndviError ** 2), 6);
          expect(cells.sigma0VvDb[cell]).toBeCloseTo(10 * Math.log10(mean), 4);
          expect(cells.smStddev[cell]).toBeNaN();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives the same bytes however the rows are cut into bands', () => {
    fc.assert(
      fc.property(randomScene, (scene) => {
        const { height } = scene.window;
        const rows = Array.from({ length: height }, (_, row) => ({ from: row, to: row + 1 }));
        expect(assemble(scene, rows)).toEqual(assemble(scene, [{ from: 0, to: height }]));
      }),
    );
  });

  it('lets noise average out before it judges the power of a cell', () => {
    const power = new Float32Array(81).fill(0.05).fill(-0.01, 40);
    const uniform = (value: number, size = 81) => new Float32Array(size).fill(value);
    const scene: RandomScene = {
      window: { perDegree: 112, column: 0, row: 0, width: 1, height: 1 },
      pixels: {
        window: { perDegree: 1008, column: 0, row: 0, width: 9, height: 9 },
        classes: new Uint8Array(81).fill(40),
        sigma0: power,
        incidenceDeg: uniform(38),
        line: uniform(0),
        observed: Uint8Array.of(2),
        steep: Uint8Array.of(0),
        distorted: Uint8Array.of(0),
      },
      fine: { ndvi: uniform(0.4), ageDays: Uint16Array.from(uniform(3)) },
      coarse: { ndvi: uniform(0.4, 1), ageDays: Uint16Array.from(uniform(3, 1)) },
      sm: uniform(0.2, 1),
      uncertainty: uniform(0.05, 1),
    };
    const cells = assemble(scene, [{ from: 0, to: 1 }]);
    expect(cells.n100m).toEqual(Float32Array.of(81));
    expect(qaNames(cells.qa[0] as number)).toEqual([]);
    const mountain = { ...scene.pixels, steep: Uint8Array.of(27), distorted: Uint8Array.of(1) };
    const above = assemble({ ...scene, pixels: mountain }, [{ from: 0, to: 1 }]);
    expect(above).toEqual({ ...cells, qa: Uint16Array.of(512 + 1024) });
    expect(cells.sigma0VvDb[0]).toBeCloseTo(10 * Math.log10((40 * 0.05 - 41 * 0.01) / 81), 4);
  });
});
