import type { AmplitudeTable } from '../amplitude-table.ts';
import type { GeometryNodes } from '../geometry-nodes.ts';
import type { LookupTable } from '../lookup-table.ts';
import type { NoiseTable } from '../noise-table.ts';
import type { WantedCells } from '../wanted-cells.ts';
import { KernelMemory } from './kernel-memory.ts';

/** Everything but pixels that summing needs. */
export interface SceneInput {
  readonly geometry: GeometryNodes;
  readonly cells: WantedCells;
  /** 1 where a 100-m pixel is wanted, row-major. */
  readonly mask: Uint8Array;
  /** Ellipsoidal heights at pixel corners, (9·cellColumns + 1) × (9·cellRows + 1). */
  readonly cornerHeightsM: Float32Array;
  readonly noise: NoiseTable;
  readonly amplitude: AmplitudeTable;
  /** Samples of an image line. */
  readonly samples: number;
}

/** Memory of the threads beside the scene's. */
export interface BandAreas {
  /** Bands that are in memory together, and the bytes of the largest. */
  readonly bands: number;
  readonly bandBytes: number;
  /** Threads, and what each needs for one block as it comes from decompression. */
  readonly threads: number;
  readonly blockBytes: number;
  /** Partial sums that a band may leave, at most. */
  readonly partials: number;
}

/** Results per 100-m pixel; see Sigma0Cells. Each pixel is written by one thread, or twice with the same value. */
export interface PixelOutput {
  readonly sigma0: Float32Array;
  readonly samples: Uint16Array;
  readonly incidenceDeg: Float32Array;
  readonly line: Float32Array;
}

/** A scene in the kernel's memory: addresses are bytes. */
export interface SceneMemory {
  readonly memory: WebAssembly.Memory;
  readonly sceneAt: number;
  readonly bandAt: readonly number[];
  readonly threadAt: readonly ThreadArea[];
  readonly output: PixelOutput;
}

/** What one thread has for itself. */
export interface ThreadArea {
  readonly scratchAt: number;
  readonly blockAt: number;
  readonly partialsAt: number;
}

/** Line and sample (f64) of the 100 corners of a cell. */
const SCRATCH_BYTES = 1600;
export const PARTIAL_SUM_BYTES = 32;
const TABLE_BYTES = 16;
const AZIMUTH_WINDOW_BYTES = 20;
const SCENE_BYTES = 92;

type Numbers = Uint8Array | Uint16Array | Int32Array | Float32Array | Float64Array;

/** Lays a scene out as `assembly/scene.ts` reads it, and makes room for its results and for the threads. */
export function createSceneMemory(input: SceneInput, areas: BandAreas): SceneMemory {
  const { geometry, cells, mask, cornerHeightsM, noise, amplitude, samples } = input;
  const plan = new KernelMemory();
  const contents: { readonly at: number; readonly values: Numbers }[] = [];
  const place = (values: Numbers): number => {
    const at = plan.reserve(values.byteLength);
    contents.push({ at, values });
    return at;
  };
  const placeTable = (table: LookupTable | undefined) => ({
    at: plan.reserve(TABLE_BYTES),
    words: table ? [place(table.line), place(table.values), table.line.length, table.samples] : [0, 0, 0, samples], // no rows: no values
  });
  const sceneAt = plan.reserve(SCENE_BYTES);
  const nodes = place(geometry.coefficients);
  const heights = place(cornerHeightsM);
  const wanted = place(mask);
  const cellLists = [cells.cell, cells.firstLine, cells.lastLine, cells.firstSample, cells.lastSample].map(place);
  const noiseTable = placeTable(noise.range);
  const amplitudeTable = placeTable(amplitude);
  const factors = noise.azimuth.map(({ factor }) => place(factor));
  const azimuthAt = plan.reserve(AZIMUTH_WINDOW_BYTES * noise.azimuth.length);
  const pixels = mask.length;
  const [sigma0At, samplesAt, incidenceAt, lineAt] = [4, 2, 4, 4].map((bytes) => plan.reserve(bytes * pixels)) as [
    number,
    number,
    number,
    number,
  ]; // as many as the array literal has
  const bandAt = Array.from({ length: areas.bands }, () => plan.reserve(areas.bandBytes));
  const threadAt = Array.from({ length: areas.threads }, () => ({
    scratchAt: plan.reserve(SCRATCH_BYTES),
    blockAt: plan.reserve(areas.blockBytes),
    partialsAt: plan.reserve(PARTIAL_SUM_BYTES * areas.partials),
  }));

  const memory = plan.create();
  const { buffer } = memory;
  for (const { at, values } of contents) {
    new Uint8Array(buffer, at, values.byteLength).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }
  const writeWords = (at: number, words: readonly number[]) => new Uint32Array(buffer, at, words.length).set(words);
  new Float64Array(buffer, sceneAt, 2).set([geometry.midHeightM, geometry.halfHeightM]);
  writeWords(sceneAt + 16, [
    ...[nodes, heights, wanted, ...cellLists],
    ...[cells.cell.length, geometry.cellColumns, samples],
    ...[noiseTable.at, azimuthAt, noise.azimuth.length, amplitudeTable.at],
    ...[sigma0At, samplesAt, incidenceAt, lineAt],
  ]);
  writeWords(noiseTable.at, noiseTable.words);
  writeWords(amplitudeTable.at, amplitudeTable.words);
  noise.azimuth.forEach(({ firstLine, lastLine, firstSample, lastSample }, i) => {
    writeWords(azimuthAt + AZIMUTH_WINDOW_BYTES * i, [firstLine, lastLine, firstSample, lastSample, factors[i] ?? 0]);
  });
  const output = {
    sigma0: new Float32Array(buffer, sigma0At, pixels).fill(Number.NaN),
    samples: new Uint16Array(buffer, samplesAt, pixels),
    incidenceDeg: new Float32Array(buffer, incidenceAt, pixels).fill(Number.NaN),
    line: new Float32Array(buffer, lineAt, pixels).fill(Number.NaN),
  };
  return { memory, sceneAt, bandAt, threadAt, output };
}
