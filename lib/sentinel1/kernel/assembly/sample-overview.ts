/*
 * Backscatter from an overview of the image instead of its samples: for quick looks. The host is sample-overview.ts two
 * folders above.
 */
import { CORNERS, corners, incidenceDeg, locateCorners, setCorners, SIDE } from './cell-geometry';
import { finishPixel } from './finish-pixel';
import { Scene } from './scene';

let power: f64 = 0;
let weight: f64 = 0;

/** Adds an overview sample (root mean square of DN) with its weight; 0 is no data. */
// @ts-ignore: decorator
@inline
function add(row: usize, column: i32, columns: i32, w: f64): void {
  if (<u32>column >= <u32>columns) return;
  const value = <f64>load<u16>(row + (<usize>column << 1));
  if (value == 0) return;
  power += w * value * value;
  weight += w;
}

/**
 * Writes σ⁰, incidence and line of every wanted pixel of the scene: bilinear between the four overview samples around its
 * centre, in power.
 *
 * @param overview rows × columns uint16, each the root mean square of factorY × factorX image samples
 * @param count image samples that a pixel is said to rest on
 * @param scratch 1600 bytes
 */
export function sampleOverview(
  scene: Scene,
  overview: usize,
  columns: i32,
  rows: i32,
  factorY: f64,
  factorX: f64,
  count: i32,
  scratch: usize,
): void {
  setCorners(scratch);
  const cellColumns = scene.cellColumns;
  for (let k = 0; k < scene.cellCount; k++) {
    const cell = load<i32>(scene.cells + (<usize>k << 2));
    const cellRow = cell / cellColumns;
    const cellColumn = cell - cellRow * cellColumns;
    locateCorners(scene, cellColumn, cellRow);
    for (let i = 0; i < SIDE; i++) {
      const firstPixel = (cellRow * SIDE + i) * cellColumns * SIDE + cellColumn * SIDE;
      for (let j = 0; j < SIDE; j++) {
        const pixel = firstPixel + j;
        if (load<u8>(scene.mask + <usize>pixel) == 0) continue;
        const north = corners + (<usize>(i * CORNERS + j) << 4);
        const south = north + (<usize>CORNERS << 4);
        const line = (load<f64>(north) + load<f64>(north, 16) + load<f64>(south) + load<f64>(south, 16)) / 4;
        const sample = (load<f64>(north, 8) + load<f64>(north, 24) + load<f64>(south, 8) + load<f64>(south, 24)) / 4;
        // Lines and samples count from the centre of the first.
        const y = (line + 0.5) / factorY - 0.5;
        const x = (sample + 0.5) / factorX - 0.5;
        // NaN (no geometry) fails.
        if (!(y > -1 && y < <f64>rows && x > -1 && x < <f64>columns)) continue;
        const row = <i32>floor(y);
        const column = <i32>floor(x);
        const s = y - <f64>row;
        const e = x - <f64>column;
        power = 0;
        weight = 0;
        for (let below = 0; below < 2; below++) {
          if (<u32>(row + below) >= <u32>rows) continue;
          const rowAt = overview + ((<usize>((row + below) * columns)) << 1);
          const w = below ? s : 1 - s;
          add(rowAt, column, columns, w * (1 - e));
          add(rowAt, column + 1, columns, w * e);
        }
        // A pixel whose nearest sample is no data lies beside the image.
        if (weight < 0.5) continue;
        store<f32>(scene.line + (<usize>pixel << 2), <f32>line);
        store<f32>(scene.incidenceDeg + (<usize>pixel << 2), <f32>incidenceDeg(scene, cellColumn, cellRow, i, j));
        finishPixel(scene, pixel, (power / weight) * <f64>count, count, line, sample);
      }
    }
  }
}
