/*
 * The inner loop of the one pass over a scene: sums the samples of some image lines into the 100-m pixels of the wanted
 * 1-km cells, and finishes those that lie wholly within these lines. The host is process-band.ts, two folders above.
 */
import { CORNERS, corners, incidenceDeg, locateCorners, setCorners, SIDE } from './cell-geometry';
import { finishPixel } from './finish-pixel';
import { quadCount, quadPower, setImage, sumQuad } from './quad-sum';
import { PARTIAL_SUM_BYTES, PartialSum, Scene } from './scene';

const CACHE_LINE_BYTES: usize = 64;

/** Takes what the preloading read, so that it reads as used; the optimiser keeps the reads themselves, which may trap. */
export let preloaded: i32 = 0;

/**
 * Reads one sample per cache line of the part of the image lines that a cell will be summed from. Pixels are summed in an
 * order that processors cannot foresee; these reads do not depend on each other and are waited for together.
 */
function preloadCell(scene: Scene, k: i32, dn: usize, firstLine: i32, lines: i32): void {
  const at = <usize>k << 2;
  const fromLine = max(<i32>floor(load<f32>(scene.cellFirstLine + at)) - firstLine, 0);
  const toLine = min(<i32>ceil(load<f32>(scene.cellLastLine + at)) - firstLine, lines);
  const fromSample = max(<i32>floor(load<f32>(scene.cellFirstSample + at)), 0);
  const toSample = min(<i32>ceil(load<f32>(scene.cellLastSample + at)), scene.samples);
  let seen = 0;
  for (let line = fromLine; line < toLine; line++) {
    const row = dn + ((<usize>(line * scene.samples)) << 1);
    const end = row + (<usize>toSample << 1);
    for (let address = row + (<usize>fromSample << 1); address < end; address += CACHE_LINE_BYTES) {
      seen |= <i32>load<u16>(address);
    }
  }
  preloaded = seen;
}

/**
 * Sums image lines `firstLine` … `firstLine + lines − 1`, which begin at `dn`.
 *
 * @param scratch 1600 bytes for this thread alone
 * @param partials gets the sums of pixels that reach into other lines
 * @returns how many partial sums there are
 */
export function sumBand(scene: Scene, dn: usize, firstLine: i32, lines: i32, scratch: usize, partials: usize): i32 {
  setCorners(scratch);
  setImage(dn, firstLine, lines, scene.samples);
  const bandEnd = firstLine + lines;
  const cellColumns = scene.cellColumns;
  let partial = partials;
  for (let k = 0; k < scene.cellCount; k++) {
    const kAt = <usize>k << 2;
    if (!(load<f32>(scene.cellFirstLine + kAt) < <f32>bandEnd)) continue;
    if (!(load<f32>(scene.cellLastLine + kAt) >= <f32>firstLine)) continue;
    const cell = load<i32>(scene.cells + kAt);
    const cellRow = cell / cellColumns;
    const cellColumn = cell - cellRow * cellColumns;
    preloadCell(scene, k, dn, firstLine, lines);
    locateCorners(scene, cellColumn, cellRow);
    for (let i = 0; i < SIDE; i++) {
      const firstPixel = (cellRow * SIDE + i) * cellColumns * SIDE + cellColumn * SIDE;
      for (let j = 0; j < SIDE; j++) {
        const pixel = firstPixel + j;
        if (load<u8>(scene.mask + <usize>pixel) == 0) continue;
        const north = corners + (<usize>(i * CORNERS + j) << 4);
        const south = north + (<usize>CORNERS << 4);
        const lineNw = load<f64>(north);
        const lineNe = load<f64>(north, 16);
        const lineSe = load<f64>(south, 16);
        const lineSw = load<f64>(south);
        const highest = max(max(lineNw, lineNe), max(lineSe, lineSw));
        const lowest = min(min(lineNw, lineNe), min(lineSe, lineSw));
        // NaN (no geometry) fails both.
        if (!(highest > <f64>firstLine && lowest < <f64>bandEnd)) continue;
        const sampleNw = load<f64>(north, 8);
        const sampleNe = load<f64>(north, 24);
        const sampleSe = load<f64>(south, 24);
        const sampleSw = load<f64>(south, 8);
        sumQuad(lineNw, sampleNw, lineNe, sampleNe, lineSe, sampleSe, lineSw, sampleSw);
        if (quadCount == 0) continue;
        const line = (lineNw + lineNe + lineSe + lineSw) / 4;
        const sample = (sampleNw + sampleNe + sampleSe + sampleSw) / 4;
        store<f32>(scene.line + (<usize>pixel << 2), <f32>line);
        store<f32>(scene.incidenceDeg + (<usize>pixel << 2), <f32>incidenceDeg(scene, cellColumn, cellRow, i, j));
        if (lowest > <f64>(firstLine - 1) && highest <= <f64>bandEnd) {
          finishPixel(scene, pixel, <f64>quadPower, quadCount, line, sample);
        } else {
          const sum = changetype<PartialSum>(partial);
          sum.pixel = pixel;
          sum.count = quadCount;
          sum.power = <f64>quadPower;
          sum.line = line;
          sum.sample = sample;
          partial += PARTIAL_SUM_BYTES;
        }
      }
    }
  }
  return <i32>((partial - partials) / PARTIAL_SUM_BYTES);
}

