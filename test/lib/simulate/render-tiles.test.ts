import { expect, test } from 'vitest';
import { CELLS_PER_DEGREE_1KM, CELLS_PER_DEGREE_100M, windowAround } from '../../../lib/grid/grid-window.ts';
import { readLandcover } from '../../../lib/landcover/read-landcover.ts';
import { chooseNdvi } from '../../../lib/ndvi/choose-ndvi.ts';
import { readNdvi } from '../../../lib/ndvi/read-ndvi.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { createDemo } from '../../../lib/simulate/demo.ts';
import { memorySink } from '../../../lib/simulate/memory-sink.ts';
import { ndviDatesAround } from '../../../lib/simulate/ndvi-dates.ts';
import { parcelsOf } from '../../../lib/simulate/parcel-records.ts';
import { parcelOfPixels } from '../../../lib/simulate/parcels.ts';
import { renderTiles } from '../../../lib/simulate/render-tiles.ts';
import { encodeTruth, trueSoilMoisture } from '../../../lib/simulate/true-soil-moisture.ts';
import { sourceIn, tilesIn } from './memory-product.ts';

// Across two tiles, whole 1-km cells.
const demo = createDemo({ seed: 6, box: [3.875, 43.5, 4.125, 43.625] });
const date = '2021-08-15';
const files = new Map<string, Uint8Array>();
const tiles = await renderTiles(demo.scenario, demo.box, [date], memorySink(files));
const window = windowAround(demo.box, CELLS_PER_DEGREE_100M);
const parcels = parcelsOf(demo.scenario.world, window);
const parcelOf = parcelOfPixels(6, window, parcels.lattice);
const series = (folder: string) => ({
  name: folder,
  dates: async () => [date],
  open: async (tile: string, day: string) => sourceIn(files, `${folder}/${tile}/${day}.tif`),
});

test('land cover is read back as the classes of the parcels, across the tile border', async () => {
  expect(tiles).toEqual(['N43E003', 'N43E004']);
  const { classes, absent } = await readLandcover(tilesIn(files, 'landcover'), window);
  expect(absent).toEqual([]);
  expect(classes).toEqual(Uint8Array.from(parcelOf, (parcel) => parcels.cover[parcel] as number));
});

test('land cover is no data outside of the area', async () => {
  const outside = { ...window, row: window.row - 30, height: 30 };
  const { classes } = await readLandcover(tilesIn(files, 'landcover'), outside);
  expect(new Set(classes)).toEqual(new Set([255]));
});

test('NDVI observations scatter by 15 % around the truth of the date, without bias', async () => {
  const choices = await chooseNdvi(series('ndvi'), tiles, new Date(`${date}T06:00:00Z`), 20);
  const { ndvi } = await readNdvi(choices, window);
  const truth = parcels.ndviAt(Date.parse(`${date}T12:00:00Z`));
  const errors: number[] = [];
  ndvi.forEach((observed, o) => {
    const value = truth[parcelOf[o] as number] as number;
    // where the coding neither clips nor rounds much
    if (value > 0.25 && value < 0.6) errors.push(observed / value - 1);
  });
  const mean = errors.reduce((sum, x) => sum + x, 0) / errors.length;
  expect(errors.length).toBeGreaterThan(5000);
  expect(Math.abs(mean)).toBeLessThan(0.005);
  expect(Math.sqrt(errors.reduce((sum, x) => sum + x * x, 0) / errors.length)).toBeCloseTo(0.15, 2);
});

test('NDVI at 1 km is the mean over all pixels of the cell within some 5 %', async () => {
  const cells = windowAround(demo.box, CELLS_PER_DEGREE_1KM);
  const choices = await chooseNdvi(series('ndvi-s3'), tiles, new Date(`${date}T06:00:00Z`), 20);
  const { ndvi } = await readNdvi(choices, cells);
  const truth = parcels.ndviAt(Date.parse(`${date}T12:00:00Z`));
  const errors: number[] = [];
  for (let j = 0; j < cells.height; j++) {
    for (let i = 0; i < cells.width; i++) {
      let sum = 0;
      for (let q = 0; q < 81; q++) {
        sum += truth[parcelOf[(9 * j + Math.floor(q / 9)) * window.width + 9 * i + (q % 9)] as number] as number;
      }
      if (sum / 81 > 0.2) errors.push((ndvi[j * cells.width + i] as number) / (sum / 81) - 1);
    }
  }
  expect(errors.length).toBeGreaterThan(100);
  const deviation = Math.sqrt(errors.reduce((sum, x) => sum + x * x, 0) / errors.length);
  expect(deviation).toBeGreaterThan(0.04);
  expect(deviation).toBeLessThan(0.06);
});

test('elevation lies on the degree lines, reaches beyond the area, and is 0 at sea', async () => {
  const names = [...files.keys()].filter((path) => path.startsWith('dem/')).sort();
  expect(names).toEqual(['dem/N43E003.tif', 'dem/N43E004.tif']);
  const source = sourceIn(files, 'dem/N43E003.tif');
  if (!source) throw new Error('no tile');
  const image = await openTiff(source);
  expect(image.pixelIsPoint).toBe(true);
  // the first post stands on 3° E, 44° N: the outer corner is half a post away
  expect(image.transform?.[0]).toBeCloseTo(3 - 0.5 / 900, 12);
  expect(image.transform?.[3]).toBeCloseTo(44 + 0.5 / 900, 12);
  const heights = await readWindow(image, { column: 0, row: 0, width: 900, height: 900 });
  const sorted = [...heights].sort((a, b) => a - b);
  expect(sorted[0]).toBe(0);
  expect(sorted.at(-1)).toBeLessThan(900);
});

test('the truth file holds the true soil moisture with its unit', async () => {
  const { timeMs } = demo.acquisitions[1] ?? { timeMs: Number.NaN };
  const bytes = await encodeTruth(demo.scenario, demo.box, timeMs);
  const image = await openTiff({
    name: 'truth',
    size: bytes.length,
    read: async (at, n) => bytes.subarray(at, at + n),
  });
  const { window: cells, sm } = trueSoilMoisture(demo.scenario, demo.box, timeMs);
  expect(image.bandInfo[0]?.unit).toBe('m3 m-3');
  expect(image.transform?.[0]).toBeCloseTo(3.875, 12);
  expect(await readWindow(image, { column: 0, row: 0, width: cells.width, height: cells.height })).toEqual(sm);
});

test('NDVI dates are the 1st and 15th around each time', () => {
  expect(ndviDatesAround([Date.UTC(2021, 7, 21), Date.UTC(2021, 11, 15), Date.UTC(2021, 7, 14, 23)])).toEqual([
    '2021-08-01',
    '2021-08-15',
    '2021-09-01',
    '2021-12-15',
    '2022-01-01',
  ]);
});
