import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodedBytes } from '../../../lib/raster/decode-block.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import type { TiffLevel } from '../../../lib/raster/tiff-image.ts';
import { decodeBand } from '../../../lib/sentinel1/decode-band.ts';
import { KernelMemory } from '../../../lib/sentinel1/kernel/kernel-memory.ts';
import { kernelModule, startKernel } from '../../../lib/sentinel1/kernel/load-kernel.ts';
import { type BandPlan, isReadDirectly, planBands } from '../../../lib/sentinel1/plan-bands.ts';
import { readBand } from '../../../lib/sentinel1/read-band.ts';
import type { WantedCells } from '../../../lib/sentinel1/wanted-cells.ts';
import { type TiffLayout, tiffBytes } from './tiff-bytes.ts';

/** Cells given as [first line, last line, first sample, last sample]. */
function cells(...extents: [number, number, number, number][]): WantedCells {
  const column = (k: 0 | 1 | 2 | 3) => Float32Array.from(extents, (extent) => extent[k]);
  return {
    cell: Int32Array.from(extents, (_, i) => i),
    firstLine: column(0),
    lastLine: column(1),
    firstSample: column(2),
    lastSample: column(3),
  };
}

async function readAllBands(file: Uint8Array, wanted: WantedCells) {
  const image = await openTiff(sourceOfBytes('x.tiff', file));
  const [level] = image.levels;
  const bands = [];
  for (const plan of await planBands(level, wanted)) {
    const buffer = new Uint8Array(plan.bytes);
    await readBand(image.source, plan, buffer);
    const dn = samplesOf(plan, buffer, level);
    bands.push({ firstLine: plan.firstLine, lines: plan.lines, ranges: plan.ranges.length, bytes: plan.bytes, dn });
  }
  return bands;
}

/** As a thread of the scene processing has them in memory. */
function samplesOf(plan: BandPlan, bytes: Uint8Array, { layout, width }: TiffLevel): Uint16Array {
  if (isReadDirectly(plan, { layout, width })) return new Uint16Array(bytes.buffer, 0, plan.lines * width).slice();
  const memoryPlan = new KernelMemory();
  const dnAt = memoryPlan.reserve(2 * plan.lines * width);
  const blockAt = memoryPlan.reserve(decodedBytes(layout, layout.blockHeight));
  const memory = memoryPlan.create();
  const { buffer } = memory;
  new Uint16Array(buffer, dnAt, plan.lines * width).fill(77); // of the band before
  decodeBand(plan, bytes, layout, {
    kernel: startKernel(kernelModule(), memory),
    buffer,
    dnAt,
    blockAt,
    samples: width,
  });
  return new Uint16Array(buffer, dnAt, plan.lines * width).slice();
}

const everything = cells([-10, 1e6, -10, 1e6]);

test('every layout gives the same samples', async () => {
  const layout: fc.Arbitrary<TiffLayout> = fc.record(
    {
      compression: fc.constantFrom(1, 8, 50000),
      tile: fc.constantFrom(16, 64, 128),
      rowsPerStrip: fc.integer({ min: 1, max: 700 }),
      bigEndian: fc.boolean(),
      gap: fc.constantFrom(0, 8, 70_000),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      layout,
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 620 }),
      async (how, width, height) => {
        const dn = Uint16Array.from({ length: width * height }, (_, i) => (i * 40_503) & 0xffff);
        const blocks =
          (how.tile ? Math.ceil(width / how.tile) : 1) * Math.ceil(height / (how.tile ?? how.rowsPerStrip ?? 1));
        fc.pre((how.gap ?? 0) * blocks < 2e7);
        const bands = await readAllBands(tiffBytes(dn, width, height, how), everything);
        const found = Uint16Array.from(bands.flatMap((band) => [...band.dn]));
        expect(Buffer.compare(Buffer.from(found.buffer), Buffer.from(dn.buffer))).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

const WIDTH = 300;
const HEIGHT = 1300;
const dn = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => 1 + (i % 60_000));

test('strips of one line that follow one another are one range and not copied', async () => {
  const bands = await readAllBands(tiffBytes(dn, WIDTH, HEIGHT), everything);
  expect(bands.map(({ firstLine, lines, ranges, bytes }) => [firstLine, lines, ranges, bytes])).toEqual([
    [0, 256, 1, 256 * 600],
    [256, 256, 1, 256 * 600],
    [512, 256, 1, 256 * 600],
    [768, 256, 1, 256 * 600],
    [1024, 256, 1, 256 * 600],
    [1280, 20, 1, 20 * 600],
  ]);
});

test('only lines that a wanted cell may touch are read, and of compressed strips only their bands', async () => {
  const bands = await readAllBands(tiffBytes(dn, WIDTH, HEIGHT), cells([1100, 1110, 0, 10]));
  expect(bands.map(({ firstLine, lines, bytes }) => [firstLine, lines, bytes])).toEqual([[1100, 11, 11 * 600]]);
  const compressed = tiffBytes(dn, WIDTH, HEIGHT, { compression: 8 });
  const whole = await readAllBands(compressed, cells([1100, 1110, 0, 10]));
  expect(whole.map(({ firstLine, lines }) => [firstLine, lines])).toEqual([[1024, 256]]);
});

test('of a tiled image only tiles that a wanted cell may touch are read; the rest of the band is 0', async () => {
  const file = tiffBytes(dn, WIDTH, HEIGHT, { tile: 128, compression: 8 });
  const [band, ...others] = await readAllBands(file, cells([600, 700, 140, 150]));
  expect(others).toEqual([]);
  expect([band?.firstLine, band?.lines]).toEqual([512, 256]);
  const line = band?.dn.subarray(100 * WIDTH, 101 * WIDTH);
  const expected = dn
    .slice(612 * WIDTH, 613 * WIDTH)
    .map((value, sample) => (sample >= 128 && sample < 256 ? value : 0));
  expect(line).toEqual(expected);
});
