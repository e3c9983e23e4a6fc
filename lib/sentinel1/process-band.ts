import { InvalidTiffError } from '../raster/invalid-tiff.error.ts';
import type { BandAnswer, BandRequest, BandWorkerData } from './band-message.ts';
import { decodeBand } from './decode-band.ts';
import { sumBand } from './sum-band.ts';

/** The work of one thread: decodes and sums bands one after another. */
export function createBandProcessor({ input, layout, samples }: BandWorkerData): (request: BandRequest) => BandAnswer {
  const spare = { dn: new Uint16Array(0) };
  return ({ plan, bytes }) => {
    try {
      const dn = decodeBand(plan, bytes, layout, samples, spare);
      const { firstLine, lines } = plan;
      return { partial: sumBand(input, { dn, firstLine, lines, samples }).toData() };
    } catch (error) {
      if (!(error instanceof InvalidTiffError)) throw error;
      return { invalid: `${error.what} (image lines ${plan.firstLine} to ${plan.firstLine + plan.lines - 1})` };
    }
  };
}
