import { describe, expect, it } from 'vitest';
import { bandStatistics, bitFieldStatistics } from '../../../lib/product/band-statistics.ts';
import { assetCogSpec, MAP_ASSETS } from '../../../lib/product/map-assets.ts';
import { emptyMapCells } from '../../../lib/product/map-cells.ts';
import { summarizeCells, validPercent } from '../../../lib/product/summarize-cells.ts';
import { encodeCog } from '../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';

const window = { perDegree: 112, column: 20_546, row: 5_152, width: 3, height: 2 } as const;
const absent = Number.NaN;

function sampleCells() {
  const cells = emptyMapCells(window);
  cells.sm.set([0.1, 0.3, absent, 0.2, absent, 0.4]);
  cells.uncertainty.set([0.05, 0.06, absent, 0.05, absent, 0.07]);
  cells.qa.set([0, 0, 1, 4, 258, 64]);
  return cells;
}

describe('assetCogSpec', () => {
  it.each(MAP_ASSETS.map((asset) => [asset.key, asset] as const))('%s is read back from its COG', async (_, asset) => {
    const cells = sampleCells();
    const bytes = await encodeCog(assetCogSpec(asset, cells, { RUN: 'abc' }));
    const image = await openTiff(sourceOfBytes(asset.file, bytes));
    const isQa = asset.key === 'qa';
    expect({ bands: image.bands, dataType: image.dataType, nodata: image.nodata }).toEqual({
      bands: asset.bands.length,
      dataType: isQa ? 'uint16' : 'float32',
      nodata: isQa ? undefined : Number.NaN,
    });
    expect(image.transform?.[0]).toBeCloseTo(20_546 / 112 - 180, 12);
    expect(image.transform?.[3]).toBe(44);
    expect(image.bandInfo.map(({ description, unit }) => [description, unit])).toEqual(
      asset.bands.map(({ description, unit }) => [description, unit]),
    );
    for (const [band, { values }] of asset.bands.entries()) {
      const read = await readWindow(image, { column: 0, row: 0, width: 3, height: 2 }, { band });
      expect(read).toEqual(values(cells));
    }
  });
});

describe('tiles of a map', () => {
  it.each([
    [3, 2, 16],
    [17, 90, 96],
    [512, 40, 512],
    [4000, 300, 512],
  ])('%i × %i cells are in tiles of %i', (width, height, tileSize) => {
    const [asset] = MAP_ASSETS;
    expect(asset && assetCogSpec(asset, emptyMapCells({ ...window, width, height })).tileSize).toBe(tileSize);
  });
});

describe('band statistics', () => {
  it('are over the values that are there, ddof 0', () => {
    expect(bandStatistics(Float32Array.of(1, absent, 2, 3, absent))).toEqual({
      minimum: 1,
      maximum: 3,
      mean: 2,
      stddev: Math.sqrt(2 / 3),
      valid_percent: 60,
    });
    expect(bandStatistics(Float32Array.of(absent))).toEqual({ valid_percent: 0 });
  });

  it('of bits are their range alone', () => {
    expect(bitFieldStatistics(Uint16Array.of(0, 256, 5))).toEqual({ minimum: 0, maximum: 256, valid_percent: 100 });
  });
});

describe('summarizeCells', () => {
  it('counts what was observed, retrieved and is recommended', () => {
    const { meanSm, ...counts } = summarizeCells(sampleCells(), Uint8Array.of(2, 2, 0, 1, 2, 2));
    expect(counts).toEqual({ cells: 6, observed: 5, retrieved: 4, recommended: 2 });
    expect(meanSm).toBeCloseTo(0.25, 7);
    expect(validPercent(counts)).toBe(40);
  });

  it('of a map without a value has no mean', () => {
    const empty = summarizeCells(emptyMapCells(window), new Uint8Array(6));
    expect([empty.meanSm, validPercent(empty)]).toEqual([undefined, 0]);
  });
});
