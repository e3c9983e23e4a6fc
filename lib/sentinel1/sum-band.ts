import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import { type GeometryNodes, NODE_COEFFICIENTS } from './geometry-nodes.ts';
import type { NoiseTable } from './noise-table.ts';
import { PartialSums } from './partial-sums.ts';
import { createQuadFiller, type ImageBand } from './quad-filler.ts';
import { sigma0WithoutNoise } from './remove-noise.ts';
import type { SigmaNoughtTable } from './sigma-nought-table.ts';
import type { WantedCells } from './wanted-cells.ts';

/** Everything but pixels that summing needs; plain data over shared memory, so that threads get it by message. */
export interface SumInput {
  readonly geometry: GeometryNodes;
  readonly cells: WantedCells;
  /** 1 where a 100-m pixel is wanted, row-major. */
  readonly mask: Uint8Array;
  /** Ellipsoidal heights at pixel corners, (9·cellColumns + 1) × (9·cellRows + 1). */
  readonly cornerHeightsM: Float32Array;
  readonly noise: NoiseTable;
  readonly sigmaNought: SigmaNoughtTable;
  readonly output: PixelOutput;
}

/** Results per 100-m pixel; see Sigma0Cells. Each pixel is written by one thread, or twice with the same value. */
export interface PixelOutput {
  readonly sigma0: Float32Array;
  readonly samples: Uint16Array;
  readonly incidenceDeg: Float32Array;
  readonly line: Float32Array;
}

const SIDE = PIXELS_PER_CELL_SIDE;
const CORNERS = SIDE + 1;

/**
 * Sums one band of image lines into the wanted 100-m pixels. Pixels that lie wholly within the band are finished
 * (noise removed, calibrated); of those that reach into neighbouring bands the partial sums are returned.
 */
export function sumBand(input: SumInput, band: ImageBand): PartialSums {
  const { geometry, cells, mask, cornerHeightsM, output } = input;
  const { cellColumns, coefficients, midHeightM, halfHeightM } = geometry;
  const width = cellColumns * SIDE;
  const rowOfNodes = (cellColumns + 1) * NODE_COEFFICIENTS;
  const filler = createQuadFiller(band);
  const partial = new PartialSums();
  const sums = new Float64Array(2);
  const corner = new Float64Array(2 * CORNERS * CORNERS);
  const bandEnd = band.firstLine + band.lines;

  /** Line and sample of the 10 × 10 pixel corners of a cell. Weights of exactly 0 and 1 make neighbours join. */
  function locateCorners(cellColumn: number, cellRow: number): void {
    const nw = cellRow * rowOfNodes + cellColumn * NODE_COEFFICIENTS;
    const ne = nw + NODE_COEFFICIENTS;
    const sw = nw + rowOfNodes;
    const se = sw + NODE_COEFFICIENTS;
    const c = coefficients;
    let out = 0;
    for (let i = 0; i < CORNERS; i++) {
      const s = i / SIDE;
      const n = 1 - s;
      const west0 = (c[nw] as number) * n + (c[sw] as number) * s;
      const west1 = (c[nw + 1] as number) * n + (c[sw + 1] as number) * s;
      const west2 = (c[nw + 2] as number) * n + (c[sw + 2] as number) * s;
      const west3 = (c[nw + 3] as number) * n + (c[sw + 3] as number) * s;
      const west4 = (c[nw + 4] as number) * n + (c[sw + 4] as number) * s;
      const west5 = (c[nw + 5] as number) * n + (c[sw + 5] as number) * s;
      const east0 = (c[ne] as number) * n + (c[se] as number) * s;
      const east1 = (c[ne + 1] as number) * n + (c[se + 1] as number) * s;
      const east2 = (c[ne + 2] as number) * n + (c[se + 2] as number) * s;
      const east3 = (c[ne + 3] as number) * n + (c[se + 3] as number) * s;
      const east4 = (c[ne + 4] as number) * n + (c[se + 4] as number) * s;
      const east5 = (c[ne + 5] as number) * n + (c[se + 5] as number) * s;
      const heights = (cellRow * SIDE + i) * (width + 1) + cellColumn * SIDE;
      for (let j = 0; j < CORNERS; j++) {
        const e = j / SIDE;
        const w = 1 - e;
        const u = ((cornerHeightsM[heights + j] as number) - midHeightM) / halfHeightM;
        corner[out++] = west0 * w + east0 * e + u * (west1 * w + east1 * e + u * (west2 * w + east2 * e));
        corner[out++] = west3 * w + east3 * e + u * (west4 * w + east4 * e + u * (west5 * w + east5 * e));
      }
    }
  }

  /** Mean of the incidence at the four corners of pixel (i, j) of a cell. */
  function incidence(cellColumn: number, cellRow: number, i: number, j: number): number {
    const nw = cellRow * rowOfNodes + cellColumn * NODE_COEFFICIENTS + 6;
    const s = (i + 0.5) / SIDE;
    const e = (j + 0.5) / SIDE;
    const h = (cellRow * SIDE + i) * (width + 1) + cellColumn * SIDE + j;
    const height =
      ((cornerHeightsM[h] as number) +
        (cornerHeightsM[h + 1] as number) +
        (cornerHeightsM[h + width + 1] as number) +
        (cornerHeightsM[h + width + 2] as number)) /
      4;
    const u = (height - midHeightM) / halfHeightM;
    const at = (node: number) =>
      (coefficients[node] as number) +
      u * ((coefficients[node + 1] as number) + u * (coefficients[node + 2] as number));
    const north = at(nw) * (1 - e) + at(nw + NODE_COEFFICIENTS) * e;
    const south = at(nw + rowOfNodes) * (1 - e) + at(nw + rowOfNodes + NODE_COEFFICIENTS) * e;
    return north * (1 - s) + south * s;
  }

  for (let k = 0; k < cells.cell.length; k++) {
    if (!((cells.firstLine[k] as number) < bandEnd && (cells.lastLine[k] as number) >= band.firstLine)) continue;
    const cell = cells.cell[k] as number;
    const cellRow = Math.floor(cell / cellColumns);
    const cellColumn = cell - cellRow * cellColumns;
    locateCorners(cellColumn, cellRow);
    for (let i = 0; i < SIDE; i++) {
      const rowStart = (cellRow * SIDE + i) * width + cellColumn * SIDE;
      for (let j = 0; j < SIDE; j++) {
        const pixel = rowStart + j;
        if (mask[pixel] === 0) continue;
        const nw = i * CORNERS + j;
        const ne = nw + 1;
        const sw = nw + CORNERS;
        const se = sw + 1;
        filler.sum(corner, nw, ne, se, sw, sums);
        const power = sums[0] as number;
        const count = sums[1] as number;
        if (count === 0) continue;
        const lineNw = corner[2 * nw] as number;
        const lineNe = corner[2 * ne] as number;
        const lineSe = corner[2 * se] as number;
        const lineSw = corner[2 * sw] as number;
        const line = (lineNw + lineNe + lineSe + lineSw) / 4;
        const sample =
          ((corner[2 * nw + 1] as number) +
            (corner[2 * ne + 1] as number) +
            (corner[2 * se + 1] as number) +
            (corner[2 * sw + 1] as number)) /
          4;
        output.line[pixel] = line;
        output.incidenceDeg[pixel] = incidence(cellColumn, cellRow, i, j);
        const isWhole =
          Math.min(lineNw, lineNe, lineSe, lineSw) > band.firstLine - 1 &&
          Math.max(lineNw, lineNe, lineSe, lineSw) <= bandEnd;
        if (isWhole) finishPixel(input, pixel, power, count, line, sample);
        else partial.push(pixel, power, count, line, sample);
      }
    }
  }
  return partial;
}

/** From the complete sums of a pixel to its σ⁰. */
export function finishPixel(
  input: Pick<SumInput, 'noise' | 'sigmaNought' | 'output'>,
  pixel: number,
  power: number,
  count: number,
  line: number,
  sample: number,
): void {
  input.output.samples[pixel] = count;
  input.output.sigma0[pixel] = sigma0WithoutNoise(power / count, line, sample, input.noise, input.sigmaNought);
}
