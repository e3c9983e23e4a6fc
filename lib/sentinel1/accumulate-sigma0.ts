import { InputError } from '../errors/input.error.ts';
import type { GridWindow } from '../grid/grid-window.ts';
import { decodedBytes } from '../raster/decode-block.ts';
import { TruncatedSourceError } from '../raster/range-source.ts';
import type { BandWorkerData } from './band-message.ts';
import { type BandThreads, bandThreadsFor } from './band-threads.ts';
import { correctNoiseAtBreaks } from './correct-noise-at-breaks.ts';
import { kernelModule, startKernel } from './kernel/load-kernel.ts';
import { createSceneMemory, type PixelOutput, type SceneInput } from './kernel/scene-memory.ts';
import { MergedSums } from './merged-sums.ts';
import { extentOf, observeCells } from './observed-cells.ts';
import { type BandPlan, isReadDirectly, mostPartialSums, planBands } from './plan-bands.ts';
import { readBand } from './read-band.ts';
import { createSceneInput, type SceneImage } from './scene-input.ts';
import type { Sigma0Cells } from './sigma0-cells.ts';

export interface AccumulateOptions {
  /** Worker threads; 0 or 1: everything in the calling thread. Default: one per processor, at most 4. */
  readonly threads?: number;
  /** Threads that were started before; they are left running. */
  readonly startedThreads?: BandThreads | undefined;
  readonly onProgress?: (doneLines: number, totalLines: number) => void;
}

/** Bytes of bands that are asked for at once, at least: narrow bands would leave a distant store idle. */
const READ_AHEAD_BYTES = 16 * 2 ** 20;
const MAX_LANES = 8;

/**
 * The one pass over a scene: DN² of every sample is added to the wanted 100-m pixel that contains its centre on the
 * terrain; noise is removed from the means (kernel/assembly/finish-pixel.ts). No geocoded image is ever made. The result does not
 * depend on the number of threads: sums of squares are exact.
 *
 * @param window100m whole 1-km cells of the 1/1008° grid
 * @param mask 1 where a pixel is wanted, width × height
 * @param cornerHeightsM ellipsoidal heights of the pixel corners, (width + 1) × (height + 1)
 * @throws InputError('invalid-measurement') if pixels turn out to be damaged
 */
export async function accumulateSigma0(
  scene: SceneImage,
  window100m: GridWindow,
  mask: Uint8Array,
  cornerHeightsM: Float32Array,
  options: AccumulateOptions = {},
): Promise<Sigma0Cells> {
  const { annotation, measurement, validSamples } = scene;
  const input = createSceneInput(scene, window100m, mask, cornerHeightsM);
  const plans = await planBands(measurement.levels[0], input.cells, scene.hasBorderNoise);
  const toSum = plans.reduce((sum, plan) => sum + plan.lines, 0) * annotation.samples;
  const threads = options.startedThreads ?? bandThreadsFor(options.threads, toSum);
  let output: PixelOutput;
  let closed: Promise<void> | undefined;
  try {
    output = await sumScene(scene, input, plans, threads, options.onProgress);
  } finally {
    if (!options.startedThreads) closed = threads.close();
  }
  correctNoiseAtBreaks(input, annotation, output);
  const observed = observeCells(input.geometry, cornerHeightsM, extentOf(validSamples));
  await closed;
  return { window: window100m, ...output, observed };
}

/** Lays the scene out in memory that the threads share, and has them sum it. */
async function sumScene(
  scene: SceneImage,
  input: SceneInput,
  plans: readonly BandPlan[],
  threads: BandThreads,
  onProgress: AccumulateOptions['onProgress'],
): Promise<PixelOutput> {
  const { measurement, validSamples, hasBorderNoise = false } = scene;
  const [level] = measurement.levels;
  const { cells, noise, samples } = input;
  const { size } = threads;
  const bandBytes = plans.reduce((max, { bytes }) => Math.max(max, bytes), 1);
  const lanes = Math.min(Math.max(size + 1, Math.ceil(READ_AHEAD_BYTES / bandBytes)), MAX_LANES, plans.length);
  const isDirect = plans.every((plan) => isReadDirectly(plan, level));
  const { memory, sceneAt, bandAt, threadAt, output } = createSceneMemory(input, {
    // Lines that need no decoding are read to where they are summed; else each thread decodes for itself.
    bands: isDirect ? lanes : size,
    bandBytes: 2 * samples * plans.reduce((max, { lines }) => Math.max(max, lines), 0),
    threads: size,
    blockBytes: level.layout.compression === 1 ? 0 : decodedBytes(level.layout, level.layout.blockHeight),
    partials: mostPartialSums(plans, cells),
  });
  const module = kernelModule();
  const borderNoise = hasBorderNoise && { borderNoise: { valid: validSamples, noise } };
  threads.open(
    threadAt.map((area): BandWorkerData => {
      return { module, memory, sceneAt, area, layout: level.layout, samples, ...borderNoise };
    }),
  );
  const merged = await sumBands(scene, plans, { isDirect, lanes, memory, bandAt, threads }, onProgress);
  const kernel = startKernel(module, memory);
  merged.forEach((pixel, power, count, line, sample) => {
    kernel.finishPixel(sceneAt, pixel, power, count, line, sample);
  });
  return output;
}

interface BandRun {
  /** Bands are read to where they are summed. */
  readonly isDirect: boolean;
  /** Bands read and summed at the same time. */
  readonly lanes: number;
  readonly memory: WebAssembly.Memory;
  readonly bandAt: readonly number[];
  readonly threads: BandThreads;
}

/** Reads bands ahead into as many buffers as there are lanes; that bounds the memory. */
async function sumBands(
  scene: SceneImage,
  plans: readonly BandPlan[],
  { isDirect, lanes, memory, bandAt, threads }: BandRun,
  onProgress: AccumulateOptions['onProgress'],
): Promise<MergedSums> {
  const { source } = scene.measurement;
  const totalLines = plans.reduce((sum, plan) => sum + plan.lines, 0);
  const bufferBytes = plans.reduce((max, plan) => Math.max(max, plan.bytes), 0);
  const merged = new MergedSums();
  let next = 0;
  let doneLines = 0;
  let stopped = false;
  const laneOf = async (_: unknown, lane: number) => {
    const at = bandAt[lane] ?? 0;
    const buffer = isDirect
      ? new Uint8Array(memory.buffer, at, bufferBytes)
      : new Uint8Array(new SharedArrayBuffer(bufferBytes));
    for (let plan = plans[next++]; plan && !stopped; plan = plans[next++]) {
      const bytes = buffer.subarray(0, plan.bytes);
      await readBand(source, plan, bytes).catch((error: unknown) => {
        throw error instanceof TruncatedSourceError ? damaged(source.name, 'the file is cut off') : error;
      });
      if (stopped) return;
      const { firstLine, lines, blocks } = plan;
      const answer = await threads.run((thread) => ({
        plan: { firstLine, lines, blocks },
        ...(isDirect ? { dnAt: at } : { dnAt: bandAt[thread] ?? 0, bytes }),
      }));
      if ('invalid' in answer) throw damaged(source.name, answer.invalid);
      merged.add(answer.partial);
      doneLines += lines;
      onProgress?.(doneLines, totalLines);
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, laneOf));
  } finally {
    stopped = true;
  }
  return merged;
}

function damaged(where: string, what: string): InputError {
  return new InputError('invalid-measurement', where, what, 'Download the product again.');
}
