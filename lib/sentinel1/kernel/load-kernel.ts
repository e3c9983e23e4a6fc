import { readFileSync } from 'node:fs';
import { bundledFile } from '../../bundled-file.ts';

/** What the WebAssembly module exports; its source is in `assembly/`, addresses are bytes in the shared memory. */
export interface Kernel {
  /** Sums image lines into the wanted pixels. @returns the number of partial sums written to `partialsAt` */
  sumBand(
    sceneAt: number,
    dnAt: number,
    firstLine: number,
    lines: number,
    scratchAt: number,
    partialsAt: number,
  ): number;
  /** Writes every wanted pixel from an overview of the image. */
  sampleOverview(
    sceneAt: number,
    overviewAt: number,
    columns: number,
    rows: number,
    factorY: number,
    factorX: number,
    count: number,
    scratchAt: number,
  ): void;
  /** From the complete sums of a pixel to its σ⁰. */
  finishPixel(sceneAt: number, pixel: number, power: number, count: number, line: number, sample: number): void;
  /** Undoes Predictor 2 of uint16 rows and copies them; `predictor` 1 only copies. Widths and strides count samples. */
  unpackRows(
    fromAt: number,
    fromStride: number,
    toAt: number,
    toStride: number,
    width: number,
    rows: number,
    predictor: number,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The module, compiled once in a thread; to be handed to workers, which need not compile it again. */
export function kernelModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(bundledFile(new URL('./scene-kernel.wasm', import.meta.url))));
  return compiled;
}

export function startKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The module is built from assembly/ and committed with it; a test proves that they agree.
  return exports as unknown as Kernel;
}
