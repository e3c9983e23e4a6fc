import { PIXELS_PER_CELL_SIDE } from '../grid/grid-window.ts';
import type { GeometryNodes } from './geometry-nodes.ts';
import { CORNERS_PER_SIDE, locateCorners } from './locate-corners.ts';
import type { NoiseTable } from './noise-table.ts';
import { PartialSums } from './partial-sums.ts';
import { pixelIncidenceDeg } from './pixel-incidence.ts';
import { preloadCell } from './preload-cell.ts';
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

/**
 * Sums one band of image lines into the wanted 100-m pixels. Pixels that lie wholly within the band are finished
 * (noise removed, calibrated); of those that reach into neighbouring bands the partial sums are returned.
 */
export function sumBand(input: SumInput, band: ImageBand): PartialSums {
  const { geometry, cells, mask, cornerHeightsM, output } = input;
  const { cellColumns } = geometry;
  const width = cellColumns * SIDE;
  const filler = createQuadFiller(band);
  const partial = new PartialSums();
  const sums = new Float64Array(2);
  const corner = new Float64Array(2 * CORNERS_PER_SIDE * CORNERS_PER_SIDE);
  const bandEnd = band.firstLine + band.lines;
  for (let k = 0; k < cells.cell.length; k++) {
    if (!((cells.firstLine[k] as number) < bandEnd && (cells.lastLine[k] as number) >= band.firstLine)) continue;
    const cell = cells.cell[k] as number;
    const cellRow = Math.floor(cell / cellColumns);
    const cellColumn = cell - cellRow * cellColumns;
    preloadCell(band, cells, k);
    locateCorners(geometry, cornerHeightsM, cellColumn, cellRow, corner);
    for (let i = 0; i < SIDE; i++) {
      const row = cellRow * SIDE + i;
      for (let j = 0; j < SIDE; j++) {
        const column = cellColumn * SIDE + j;
        const pixel = row * width + column;
        if (mask[pixel] === 0) continue;
        const nw = i * CORNERS_PER_SIDE + j;
        const ne = nw + 1;
        const sw = nw + CORNERS_PER_SIDE;
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
        output.incidenceDeg[pixel] = pixelIncidenceDeg(geometry, cornerHeightsM, column, row);
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
