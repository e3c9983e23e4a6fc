import { InvalidTiffError } from '../raster/invalid-tiff.error.ts';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { notBorderNoise } from './data-test.ts';
import { decodeBand } from './decode-band.ts';
import { startKernel } from './kernel/load-kernel.ts';
import { maskBorderNoise } from './mask-border-noise.ts';
import { readPartialSums } from './partial-sums.ts';

/** The work of one thread: decodes and sums bands one after another. */
export function createBandProcessor(data: BandWorkerData): (request: BandRequest) => BandAnswer {
  const { module, memory, sceneAt, area, layout, samples, borderNoise } = data;
  const dataTest = borderNoise && notBorderNoise(borderNoise.noise);
  const kernel = startKernel(module, memory);
  const { buffer } = memory;
  return ({ plan, dnAt, bytes }) => {
    const { firstLine, lines } = plan;
    try {
      if (bytes) decodeBand(plan, bytes, layout, { kernel, buffer, dnAt, samples, blockAt: area.blockAt });
    } catch (error) {
      if (!(error instanceof InvalidTiffError)) throw error;
      return { invalid: `${error.what} (image lines ${firstLine} to ${firstLine + lines - 1})` };
    }
    if (borderNoise && dataTest) {
      const dn = new Uint16Array(buffer, dnAt, lines * samples);
      maskBorderNoise(dn, firstLine, lines, samples, borderNoise.valid, dataTest);
    }
    const count = kernel.sumBand(sceneAt, dnAt, firstLine, lines, area.scratchAt, area.partialsAt);
    return { partial: readPartialSums(buffer, area.partialsAt, count) };
  };
}
