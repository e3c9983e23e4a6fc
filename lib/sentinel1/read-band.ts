import type { RangeSource } from '../raster/range-source.ts';
import type { BandPlan } from './plan-bands.ts';

/** One request; object stores deliver large ranges faster in parts of this size, side by side. */
const PART_BYTES = 4 * 2 ** 20;
const PARTS_IN_FLIGHT = 8;

/** Reads all ranges of a band into its buffer: in parts side by side, or each at once where nothing is gained by that. */
export async function readBand(source: RangeSource, plan: BandPlan, buffer: Uint8Array): Promise<void> {
  const parts = plan.ranges.flatMap(({ offset, length, bufferOffset }) => {
    const partBytes = source.readInto ? length : PART_BYTES;
    return Array.from({ length: Math.ceil(length / partBytes) }, (_, i) => {
      const start = i * partBytes;
      return { offset: offset + start, at: bufferOffset + start, length: Math.min(partBytes, length - start) };
    });
  });
  let next = 0;
  const fetchParts = async () => {
    for (let part = parts[next++]; part; part = parts[next++]) {
      const target = buffer.subarray(part.at, part.at + part.length);
      if (source.readInto) await source.readInto(part.offset, target);
      else target.set(await source.read(part.offset, part.length));
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_IN_FLIGHT, parts.length) }, fetchParts));
}
