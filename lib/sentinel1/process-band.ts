import { InvalidTiffError } from '../raster/invalid-tiff.error.ts';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { notBorderNoise } from './data-test.ts';
import { decodeBand } from './decode-band.ts';
import { maskBorderNoise } from './mask-border-noise.ts';
import { sumBand } from './sum-band.ts';

/** The work of one thread: decodes and sums bands one after another. */
export function createBandProcessor(data: BandWorkerData): (request: BandRequest) => BandAnswer {
  const { input, layout, samples, borderNoise } = data;
  const dataTest = notBorderNoise(input.noise);
  const spare = { dn: new Uint16Array(0) };
  return ({ plan, bytes }) => {
    try {
      const dn = decodeBand(plan, bytes, layout, samples, spare);
      const { firstLine, lines } = plan;
      if (borderNoise) maskBorderNoise(dn, firstLine, lines, samples, borderNoise, dataTest);
      return { partial: sumBand(input, { dn, firstLine, lines, samples }).toData() };
    } catch (error) {
      if (!(error instanceof InvalidTiffError)) throw error;
      return { invalid: `${error.what} (image lines ${plan.firstLine} to ${plan.firstLine + plan.lines - 1})` };
    }
  };
}
