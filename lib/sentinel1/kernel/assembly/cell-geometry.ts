/* Geometry of the 100-m pixels of one 1-km cell, from the nodes at its corners and the terrain. */
import { Scene } from './scene';

/** 100-m pixels along a side of a 1-km cell, and their corners. */
export const SIDE: i32 = 9;
export const CORNERS: i32 = 10;
/** f64 of a node: line, sample and incidence, each as c₀ + c₁u + c₂u². */
const NODE_BYTES: usize = 72;

/** Line and sample (f64 each) of the corners of one cell, row-major from its north-west. */
export let corners: usize = 0;

/** @param at 1600 bytes for this thread alone */
export function setCorners(at: usize): void {
  corners = at;
}

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
export function locateCorners(scene: Scene, cellColumn: i32, cellRow: i32): void {
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
export function incidenceDeg(scene: Scene, cellColumn: i32, cellRow: i32, i: i32, j: i32): f64 {
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
