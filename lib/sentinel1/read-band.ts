import type { RangeSource } from '../raster/range-source.ts';
import type { BandPlan } from './plan-bands.ts';

/** One request; object stores deliver large ranges faster in parts of this size, side by side. */
const PART_BYTES = 4 * 2 ** 20;
const PARTS_IN_FLIGHT = 8;

/** A source that can fill memory it is given, which saves a copy of every byte of a scene. */
export interface DirectRangeSource extends RangeSource {
  /** Fills all of `target` from `offset` or throws as `read` does. */
  readInto(offset: number, target: Uint8Array): Promise<void>;
}

export function isDirect(source: RangeSource): source is DirectRangeSource {
  return 'readInto' in source && typeof source.readInto === 'function';
}

/** Reads all ranges of a band into its buffer. */
export async function readBand(source: RangeSource, plan: BandPlan, buffer: Uint8Array): Promise<void> {
  const parts = plan.ranges.flatMap(({ offset, length, bufferOffset }) => {
    const count = Math.ceil(length / PART_BYTES);
    return Array.from({ length: count }, (_, i) => {
      const start = i * PART_BYTES;
      return { offset: offset + start, at: bufferOffset + start, length: Math.min(PART_BYTES, length - start) };
    });
  });
  let next = 0;
  const fetchParts = async () => {
    for (let part = parts[next++]; part; part = parts[next++]) {
      const target = buffer.subarray(part.at, part.at + part.length);
      if (isDirect(source)) await source.readInto(part.offset, target);
      else target.set(await source.read(part.offset, part.length));
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARTS_IN_FLIGHT, parts.length) }, fetchParts));
}
