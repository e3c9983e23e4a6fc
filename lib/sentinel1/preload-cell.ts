import type { ImageBand } from './quad-filler.ts';
import type { WantedCells } from './wanted-cells.ts';

/** Samples in a cache line of 64 bytes. */
const SAMPLES_PER_CACHE_LINE = 32;
/** Where the reads go, so that they are not left out as useless. */
const sink = new Uint16Array(1);

/**
 * Reads one sample per cache line of the part of a band that a cell will be summed from. Pixels are summed in an order
 * that processors cannot foresee, with a wait for memory in every image line; here the reads do not depend on each
 * other and are waited for together. Takes a tenth of the time of the sums and saves three.
 */
export function preloadCell(band: ImageBand, cells: WantedCells, k: number): void {
  const { dn, firstLine, lines, samples } = band;
  const fromLine = Math.max(Math.floor(cells.firstLine[k] as number) - firstLine, 0);
  const toLine = Math.min(Math.ceil(cells.lastLine[k] as number) - firstLine, lines);
  const fromSample = Math.max(Math.floor(cells.firstSample[k] as number), 0);
  const toSample = Math.min(Math.ceil(cells.lastSample[k] as number), samples);
  let seen = 0;
  for (let line = fromLine; line < toLine; line++) {
    const end = line * samples + toSample;
    for (let i = line * samples + fromSample; i < end; i += SAMPLES_PER_CACHE_LINE) seen |= dn[i] as number;
  }
  sink[0] = seen;
}
