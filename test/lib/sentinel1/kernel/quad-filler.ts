import { KernelMemory } from '../../../../lib/sentinel1/kernel/kernel-memory.ts';
import { kernelModule } from '../../../../lib/sentinel1/kernel/load-kernel.ts';

interface QuadKernel {
  setImage(dnAt: number, firstLine: number, lines: number, samples: number): void;
  sumQuad(...linesAndSamples: number[]): void;
  lastQuadPower(): number;
  lastQuadCount(): number;
}

interface ImageBand {
  readonly dn: Uint16Array;
  readonly firstLine: number;
  readonly lines: number;
  readonly samples: number;
}

/** The kernel's sums of quadrilaterals alone, for a band of lines: corner k at 2k; `out` gets power and count. */
export function createQuadFiller({ dn, firstLine, lines, samples }: ImageBand) {
  const plan = new KernelMemory();
  const at = plan.reserve(dn.byteLength);
  const memory = plan.create();
  new Uint16Array(memory.buffer, at, dn.length).set(dn);
  const kernel = new WebAssembly.Instance(kernelModule(), { env: { memory } }).exports as unknown as QuadKernel;
  return {
    sum(corners: Float64Array, a: number, b: number, c: number, d: number, out: Float64Array): void {
      kernel.setImage(at, firstLine, lines, samples);
      kernel.sumQuad(...[a, b, c, d].flatMap((k) => [corners[2 * k] ?? Number.NaN, corners[2 * k + 1] ?? Number.NaN]));
      out[0] = kernel.lastQuadPower();
      out[1] = kernel.lastQuadCount();
    },
  };
}
