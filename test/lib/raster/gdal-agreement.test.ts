import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bytesOfRaster, createRaster, type DataType, type RasterArray } from '../../../lib/raster/data-type.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { gdalReports, gdalTranslate, hasGdal } from './gdal.ts';

const digest = (data: RasterArray) => createHash('sha256').update(bytesOfRaster(data)).digest('hex');

function raster(dataType: DataType, length: number, band: number): RasterArray {
  const data = createRaster(dataType, length);
  const range = dataType.endsWith('8') ? 100 : 30000;
  for (let i = 0; i < length; i++) data[i] = Math.sin(i / 500 + band) * range + (i % 7);
  return data;
}

function specOf(dataType: DataType, bands: number, more: Partial<CogSpec> = {}): CogSpec {
  const { width = 701, height = 543 } = more;
  return {
    width,
    height,
    dataType,
    bands: Array.from({ length: bands }, (_, band) => ({
      data: raster(dataType, width * height, band),
      description: `band ${band} <b> & "σ"`,
      unit: 'm3 m-3',
    })),
    transform: [3 + 5 / 112, 1 / 112, 0, 44 - 7 / 112, 0, -1 / 112],
    overviews: 'mean',
    ...more,
  };
}

/** Larger than a tile of 256, and enough strips of one row for a block index that is read on demand. */
const SMALL = { width: 301, height: 343 };
const integers = [
  specOf('uint8', 3, SMALL),
  specOf('uint16', 2, SMALL),
  specOf('int16', 1, SMALL),
  specOf('int32', 1, SMALL),
];
const floats = [specOf('float32', 2, SMALL), specOf('float64', 1, SMALL)];
const both = [...integers, ...floats];

// Not among them: predictor 3 in a big-endian file, which GDAL 3.6 writes but cannot itself read back.
const layouts: [string, readonly CogSpec[], string][] = [
  ['strips', both, 'INTERLEAVE=PIXEL'],
  ['strips of 1 row, big-endian', both, 'BLOCKYSIZE=1 ENDIANNESS=BIG'],
  ['uncompressed tiles, BigTIFF, big-endian', both, 'TILED=YES BIGTIFF=YES ENDIANNESS=BIG'],
  ['LZW', both, 'COMPRESS=LZW TILED=YES'],
  ['LZW with predictor, strips', integers, 'COMPRESS=LZW PREDICTOR=2 BLOCKYSIZE=33'],
  ['deflate with predictor, interleaved', integers, 'COMPRESS=DEFLATE PREDICTOR=2 TILED=YES INTERLEAVE=PIXEL'],
  ['deflate, planar, big-endian', integers, 'COMPRESS=DEFLATE PREDICTOR=2 INTERLEAVE=BAND ENDIANNESS=BIG'],
  ['Zstandard, BigTIFF', integers, 'COMPRESS=ZSTD PREDICTOR=2 TILED=YES BIGTIFF=YES BLOCKXSIZE=128 BLOCKYSIZE=64'],
  ['deflate with predictor 3, interleaved', floats, 'COMPRESS=DEFLATE PREDICTOR=3 TILED=YES INTERLEAVE=PIXEL'],
  ['Zstandard with predictor 3, planar strips', floats, 'COMPRESS=ZSTD PREDICTOR=3 INTERLEAVE=BAND'],
];

/** Every sample of every level, as our reader sees them. */
async function digestsOf(path: string, band: number): Promise<string[]> {
  const image = await openTiff(sourceOfBytes(path, readFileSync(path)));
  const digests: string[] = [];
  for (const [level, { width, height }] of image.levels.entries()) {
    digests.push(digest(await readWindow(image, { column: 0, row: 0, width, height }, { level, band })));
  }
  return digests;
}

describe.skipIf(!hasGdal())('GDAL', () => {
  let dir = '';
  const path = (name: string) => join(dir, `${name.replaceAll(/\W+/g, '-')}.tif`);
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 's2mp-raster-'));
    for (const spec of both) writeFileSync(path(spec.dataType), await encodeCog(spec));
    gdalTranslate(
      layouts.flatMap(([name, specs, options]) =>
        specs.map(({ dataType }) => ({
          from: path(dataType),
          to: path(`${dataType} ${name}`),
          creationOptions: options.split(' '),
        })),
      ),
    );
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const written: [string, CogSpec][] = [
    ['float32 with NaN', specOf('float32', 2, { nodata: Number.NaN })],
    ['uint16 without nodata, nearest', specOf('uint16', 1, { overviews: 'nearest' })],
    ['uint8 with nodata, points', specOf('uint8', 1, { nodata: 255, pixelIsPoint: true })],
    ['int16', specOf('int16', 3, { nodata: -32768, tileSize: 256 })],
    ['uint32', specOf('uint32', 1)],
    ['int32', specOf('int32', 2)],
    ['float64', specOf('float64', 2, { nodata: -9999 })],
  ];
  test.each([false, true])('validates and reads to the bit what encodeCog writes (BigTIFF: %s)', async (bigTiff) => {
    for (const [name, spec] of written) writeFileSync(path(name), await encodeCog({ ...spec, bigTiff }));
    const reports = gdalReports(written.map(([name]) => path(name)));
    for (const [i, [name, spec]] of written.entries()) {
      const report = reports[i];
      expect([name, report?.errors, report?.warnings]).toEqual([name, [], []]);
      expect(report?.transform).toEqual(spec.transform);
      const ours = await Promise.all(spec.bands.map((_, band) => digestsOf(path(name), band)));
      expect([name, report?.bands.map((band) => band.digests)]).toEqual([name, ours]);
      expect(ours.map(([full]) => full)).toEqual(spec.bands.map(({ data }) => digest(data)));
    }
  });

  test('finds georeference, nodata, units and metadata', async () => {
    const spec = specOf('float32', 2, { nodata: Number.NaN, metadata: { 'A & B': 'x < y & "z"' } });
    const bands = spec.bands.map((band, i) => (i === 0 ? { ...band, scale: 0.01, offset: -2 } : band));
    writeFileSync(path('tags'), await encodeCog({ ...spec, bands }));
    const common = { unit: 'm3 m-3', nodata: 'nan', overviewNodata: ['nan'] };
    expect(gdalReports([path('tags')])).toMatchObject([
      {
        epsg: '4326',
        metadata: { 'A & B': 'x < y & "z"', AREA_OR_POINT: 'Area', OVR_RESAMPLING_ALG: 'AVERAGE' },
        structure: { COMPRESSION: 'DEFLATE', INTERLEAVE: 'BAND', LAYOUT: 'COG', PREDICTOR: '3' },
        bands: [
          { ...common, description: 'band 0 <b> & "σ"', scale: 0.01, offset: -2 },
          { ...common, description: 'band 1 <b> & "σ"', scale: null, offset: null },
        ],
      },
    ]);
  });

  test.each(layouts)('writes what readWindow reads to the bit: %s', async (name, specs) => {
    for (const { dataType, bands, width } of specs) {
      const to = path(`${dataType} ${name}`);
      const image = await openTiff(sourceOfBytes(to, readFileSync(to)));
      for (const [band, { data }] of bands.entries()) {
        expect([to, band, await digestsOf(to, band)]).toEqual([to, band, [digest(data)]]);
        // A window inside, so that partial blocks and rows of strips are hit.
        const part = await readWindow(image, { column: 130, row: 61, width: 151, height: 207 }, { band });
        expect(part[0]).toBe(data[61 * width + 130]);
        expect(part[207 * 151 - 1]).toBe(data[(61 + 206) * width + 130 + 150]);
      }
    }
  });

  test('writes sparse files whose holes readWindow fills with nodata', async () => {
    const data = new Float32Array(SMALL.width * SMALL.height).fill(-5);
    data[0] = 3;
    const spec = specOf('float32', 1, { ...SMALL, bands: [{ data, description: 'x' }], nodata: -5 });
    writeFileSync(path('full'), await encodeCog(spec));
    const creationOptions = ['TILED=YES', 'SPARSE_OK=TRUE', 'COMPRESS=DEFLATE'];
    gdalTranslate([{ from: path('full'), to: path('sparse'), creationOptions }]);
    const image = await openTiff(sourceOfBytes('sparse.tif', readFileSync(path('sparse'))));
    expect(Array.from(await image.levels[0].blockOffsets()).filter((o) => o === 0).length).toBeGreaterThan(0);
    expect(await readWindow(image, { column: 0, row: 0, ...SMALL })).toEqual(data);
  });

  test('writes COGs of its own whose overviews are found', async () => {
    writeFileSync(path('large'), await encodeCog(specOf('uint16', 1)));
    const creationOptions = ['COMPRESS=ZSTD', 'BLOCKSIZE=128', 'OVERVIEW_RESAMPLING=AVERAGE'];
    gdalTranslate([{ from: path('large'), to: path('gdal cog'), format: 'COG', creationOptions }]);
    const digests = await digestsOf(path('gdal cog'), 0);
    expect(digests).toHaveLength(2);
    expect(gdalReports([path('gdal cog')])[0]?.bands[0]?.digests).toEqual(digests);
  });
});
