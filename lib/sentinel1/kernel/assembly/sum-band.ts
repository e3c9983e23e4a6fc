/*
 * The inner loop of the one pass over a scene: sums the samples of some image lines into the 100-m pixels of the wanted
 * 1-km cells, and finishes those that lie wholly within these lines. The host is sum-band.ts of the folder above.
 */
import { finishPixel } from './finish-pixel';
import { quadCount, quadPower, setImage, sumQuad } from './quad-sum';
import { PARTIAL_SUM_BYTES, PartialSum, Scene } from './scene';

/** 100-m pixels along a side of a 1-km cell, and their corners. */
const SIDE: i32 = 9;
const CORNERS: i32 = 10;
/** f64 of a node: line, sample and incidence, each as c₀ + c₁u + c₂u². */
const NODE_BYTES: usize = 72;
const CACHE_LINE_BYTES: usize = 64;

/** Line and sample of the corners of one cell; each thread has a memory area of its own for them. */
let corners: usize = 0;
/** What the preloading read: kept, so that the reads are not left out. */
export let preloaded: i32 = 0;

/** Weighted mean of coefficient `k` (bytes) of the four nodes around a place. */
// @ts-ignore: decorator
@inline
function between(nw: usize, sw: usize, k: usize, e: f64, s: f64): f64 {
  const north = load<f64>(nw + k) * (1 - e) + load<f64>(nw + NODE_BYTES + k) * e;
  const south = load<f64>(sw + k) * (1 - e) + load<f64>(sw + NODE_BYTES + k) * e;
  return north * (1 - s) + south * s;
}

/**
 * Corners of the 9 × 9 pixels of a cell. Cells that share an edge get the same bits on it, since the weights there are
 * exactly 0 and 1: so the pixels of a map join without gap or overlap.
 */
function locateCorners(scene: Scene, cellColumn: i32, cellRow: i32): void {
  const nodeRow = <usize>(scene.cellColumns + 1) * NODE_BYTES;
  const nw = scene.nodes + (<usize>cellRow * <usize>(scene.cellColumns + 1) + <usize>cellColumn) * NODE_BYTES;
  const ne = nw + NODE_BYTES;
  const sw = nw + nodeRow;
  const se = sw + NODE_BYTES;
  const heightsPerRow = scene.cellColumns * SIDE + 1;
  let at = corners;
  for (let i = 0; i < CORNERS; i++) {
    const s = <f64>i / <f64>SIDE;
    const n = 1 - s;
    const westL0 = load<f64>(nw) * n + load<f64>(sw) * s;
    const westL1 = load<f64>(nw, 8) * n + load<f64>(sw, 8) * s;
    const westL2 = load<f64>(nw, 16) * n + load<f64>(sw, 16) * s;
    const westS0 = load<f64>(nw, 24) * n + load<f64>(sw, 24) * s;
    const westS1 = load<f64>(nw, 32) * n + load<f64>(sw, 32) * s;
    const westS2 = load<f64>(nw, 40) * n + load<f64>(sw, 40) * s;
    const eastL0 = load<f64>(ne) * n + load<f64>(se) * s;
    const eastL1 = load<f64>(ne, 8) * n + load<f64>(se, 8) * s;
    const eastL2 = load<f64>(ne, 16) * n + load<f64>(se, 16) * s;
    const eastS0 = load<f64>(ne, 24) * n + load<f64>(se, 24) * s;
    const eastS1 = load<f64>(ne, 32) * n + load<f64>(se, 32) * s;
    const eastS2 = load<f64>(ne, 40) * n + load<f64>(se, 40) * s;
    let height = scene.cornerHeightsM + (<usize>((cellRow * SIDE + i) * heightsPerRow + cellColumn * SIDE) << 2);
    for (let j = 0; j < CORNERS; j++, height += 4, at += 16) {
      const e = <f64>j / <f64>SIDE;
      const w = 1 - e;
      const u = (<f64>load<f32>(height) - scene.midHeightM) / scene.halfHeightM;
      store<f64>(at, westL0 * w + eastL0 * e + u * (westL1 * w + eastL1 * e + u * (westL2 * w + eastL2 * e)));
      store<f64>(at, westS0 * w + eastS0 * e + u * (westS1 * w + eastS1 * e + u * (westS2 * w + eastS2 * e)), 8);
    }
  }
}

/** Incidence (degrees, at the ellipsoid's normal) in the middle of a pixel, at the mean height of its corners. */
// @ts-ignore: decorator
@inline
function incidenceDeg(scene: Scene, cellColumn: i32, cellRow: i32, i: i32, j: i32): f64 {
  const heightsPerRow = <usize>(scene.cellColumns * SIDE + 1);
  const north =
    scene.cornerHeightsM + ((<usize>(cellRow * SIDE + i) * heightsPerRow + <usize>(cellColumn * SIDE + j)) << 2);
  const south = north + (heightsPerRow << 2);
  const height =
    (<f64>load<f32>(north) + <f64>load<f32>(north, 4) + <f64>load<f32>(south) + <f64>load<f32>(south, 4)) / 4;
  const u = (height - scene.midHeightM) / scene.halfHeightM;
  const nw = scene.nodes + (<usize>cellRow * <usize>(scene.cellColumns + 1) + <usize>cellColumn) * NODE_BYTES;
  const sw = nw + <usize>(scene.cellColumns + 1) * NODE_BYTES;
  const e = (<f64>j + 0.5) / <f64>SIDE;
  const s = (<f64>i + 0.5) / <f64>SIDE;
  return between(nw, sw, 48, e, s) + u * (between(nw, sw, 56, e, s) + u * between(nw, sw, 64, e, s));
}

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
  corners = scratch;
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

