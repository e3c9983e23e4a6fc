import fc from 'fast-check';
import type { GridWindow } from '../../../lib/grid/grid-window.ts';
import type { NdviField } from '../../../lib/product/aggregate-pixels.ts';
import type { ScenePixels } from '../../../lib/product/scene-pixels.ts';

/** A scene of a few cells with every kind of pixel that occurs: other classes, no sample, power ≤ 0, no NDVI … */
export interface RandomScene {
  readonly pixels: ScenePixels;
  readonly window: GridWindow;
  readonly fine: NdviField;
  readonly coarse: NdviField;
  /** What a network would answer to pixel (or cell) i. */
  readonly sm: Float32Array;
  readonly uncertainty: Float32Array;
}

const CLASSES = [40, 40, 40, 30, 30, 50, 80, 111, 255];

export const randomScene: fc.Arbitrary<RandomScene> = fc
  .record({
    width: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer(),
    /** Shares of the odd pixels, so that both rich and empty cells occur. */
    missing: fc.constantFrom(0, 0.1, 0.9, 1),
    negative: fc.constantFrom(0, 0.02, 0.5),
    noNdvi: fc.constantFrom(0, 0.2, 0.4, 1),
    otherClass: fc.constantFrom(0, 0.3, 0.95, 1),
  })
  .map(({ width, height, seed, missing, negative, noNdvi, otherClass }) => {
    const random = mulberry32(seed);
    const [n, cells] = [width * height * 81, width * height];
    const fill = (size: number, next: () => number) => Float32Array.from({ length: size }, next);
    const ndvi = () => (random() < noNdvi ? Number.NaN : -0.1 + random() * 1.1);
    const window: GridWindow = { perDegree: 112, column: 20_500, row: 5_200, width, height };
    return {
      window,
      pixels: {
        window: { perDegree: 1008, column: 20_500 * 9, row: 5_200 * 9, width: width * 9, height: height * 9 },
        classes: Uint8Array.from({ length: n }, () =>
          random() < otherClass ? 126 : (CLASSES[Math.floor(random() * CLASSES.length)] as number),
        ),
        sigma0: fill(n, () => {
          if (random() < missing) return Number.NaN;
          return random() < negative ? -random() * 0.01 : 0.01 + random() * 0.3;
        }),
        incidenceDeg: fill(n, () => 46 + random() * 2),
        line: fill(n, () => random() * 16_000),
        observed: Uint8Array.from({ length: cells }, () => Math.floor(random() * 3)),
        steep: new Uint8Array(cells),
        distorted: new Uint8Array(cells),
      },
      fine: { ndvi: fill(n, ndvi), ageDays: Uint16Array.from({ length: n }, () => random() * 20) },
      coarse: { ndvi: fill(cells, ndvi), ageDays: Uint16Array.from({ length: cells }, () => random() * 20) },
      sm: fill(n, () => random() * 0.5),
      uncertainty: fill(n, () => 0.01 + random() * 0.08),
    };
  });

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
