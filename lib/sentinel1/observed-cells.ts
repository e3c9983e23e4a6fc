import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { type GeometryNodes, NODE_COEFFICIENTS } from './geometry-nodes.ts';
import type { ValidSamples } from './valid-samples.ts';

/** A rectangle of the image in (line, sample), outer edges of its pixels. */
export interface ImageExtent {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
}

/** Of the samples and lines that hold image. */
export function extentOf({ first, last, firstLine, lastLine }: ValidSamples): ImageExtent {
  return {
    firstLine: firstLine - 0.5,
    lastLine: lastLine + 0.5,
    firstSample: first - 0.5,
    lastSample: last + 0.5,
  };
}

export const OBSERVED = { outside: 0, partly: 1, wholly: 2 } as const;

/**
 * How far each 1-km cell of the window lies inside the valid image, from its four corners on the terrain: geometry
 * alone, whatever the pixels hold.
 */
export function observeCells(geometry: GeometryNodes, cornerHeightsM: Float32Array, valid: ImageExtent): Uint8Array {
  const { cellColumns, cellRows } = geometry;
  const nodeColumns = cellColumns + 1;
  const { line, sample } = locateNodes(geometry, cornerHeightsM);
  const observed = new Uint8Array(cellColumns * cellRows);
  const quadLine = new Float64Array(4);
  const quadSample = new Float64Array(4);
  const take = (k: number, node: number) => {
    quadLine[k] = line[node] as number;
    quadSample[k] = sample[node] as number;
  };
  for (let row = 0; row < cellRows; row++) {
    for (let column = 0; column < cellColumns; column++) {
      const nw = row * nodeColumns + column;
      take(0, nw);
      take(1, nw + 1);
      take(2, nw + nodeColumns + 1);
      take(3, nw + nodeColumns);
      observed[row * cellColumns + column] = relation(quadLine, quadSample, valid);
    }
  }
  return observed;
}

function locateNodes(geometry: GeometryNodes, cornerHeightsM: Float32Array) {
  const { cellColumns, cellRows, coefficients: c, midHeightM, halfHeightM } = geometry;
  const side = PIXELS_PER_CELL_SIDE;
  const nodes = (cellColumns + 1) * (cellRows + 1);
  const line = new Float64Array(nodes);
  const sample = new Float64Array(nodes);
  for (let node = 0; node < nodes; node++) {
    const row = Math.floor(node / (cellColumns + 1));
    const column = node - row * (cellColumns + 1);
    const height = cornerHeightsM[row * side * (cellColumns * side + 1) + column * side] as number;
    const u = (height - midHeightM) / halfHeightM;
    const at = node * NODE_COEFFICIENTS;
    line[node] = (c[at] as number) + u * ((c[at + 1] as number) + u * (c[at + 2] as number));
    sample[node] = (c[at + 3] as number) + u * ((c[at + 4] as number) + u * (c[at + 5] as number));
  }
  return { line, sample };
}

function relation(line: Float64Array, sample: Float64Array, valid: ImageExtent): number {
  const [minLine, maxLine] = bounds(line);
  const [minSample, maxSample] = bounds(sample);
  const { firstLine, lastLine, firstSample, lastSample } = valid;
  if (minLine >= firstLine && maxLine <= lastLine && minSample >= firstSample && maxSample <= lastSample) {
    return OBSERVED.wholly;
  }
  const boxesMeet = minLine < lastLine && maxLine > firstLine && minSample < lastSample && maxSample > firstSample;
  return boxesMeet && !anEdgeSeparates(line, sample, valid) ? OBSERVED.partly : OBSERVED.outside;
}

/** NaN in, NaN out: where there is no geometry every comparison fails and the cell counts as outside. */
function bounds(values: Float64Array): [number, number] {
  const a = values[0] as number;
  const b = values[1] as number;
  const c = values[2] as number;
  const d = values[3] as number;
  return [Math.min(a, b, c, d), Math.max(a, b, c, d)];
}

/** Separating axes of the quadrilateral: one of its edges has the whole rectangle on its outer side. */
function anEdgeSeparates(line: Float64Array, sample: Float64Array, valid: ImageExtent): boolean {
  const centreLine = ((line[0] as number) + (line[1] as number) + (line[2] as number) + (line[3] as number)) / 4;
  const centreSample =
    ((sample[0] as number) + (sample[1] as number) + (sample[2] as number) + (sample[3] as number)) / 4;
  for (let k = 0; k < 4; k++) {
    const l0 = line[k] as number;
    const p0 = sample[k] as number;
    const dl = (line[(k + 1) % 4] as number) - l0;
    const dp = (sample[(k + 1) % 4] as number) - p0;
    const side = (l: number, p: number) => dl * (p - p0) - dp * (l - l0);
    const inner = Math.sign(side(centreLine, centreSample));
    const rectangle = [
      side(valid.firstLine, valid.firstSample),
      side(valid.firstLine, valid.lastSample),
      side(valid.lastLine, valid.firstSample),
      side(valid.lastLine, valid.lastSample),
    ];
    if (rectangle.every((value) => value * inner <= 0)) return true;
  }
  return false;
}
