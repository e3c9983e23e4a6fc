import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkCogStructure } from '../../../lib/raster/check-cog.ts';
import { bytesOfRaster, createRaster, DATA_TYPES, type DataType } from '../../../lib/raster/data-type.ts';
import { type CogSpec, encodeCog } from '../../../lib/raster/encode-cog.ts';
import { openTiff } from '../../../lib/raster/open-tiff.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';

const dataTypes = Object.keys(DATA_TYPES) as DataType[];
const TRANSFORM = [3 + 5 / 112, 1 / 112, 0, 44 - 7 / 112, 0, -1 / 112] as const;

/** Any bit pattern, so that NaN payloads, −0 and infinities go through too. */
function arbitrarySpec(): fc.Arbitrary<CogSpec> {
  return fc
    .record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 90 }),
      bands: fc.integer({ min: 1, max: 3 }),
      dataType: fc.constantFrom(...dataTypes),
      nodata: fc.constantFrom(undefined, 0, 7),
      overviews: fc.constantFrom('mean' as const, 'nearest' as const),
      tileSize: fc.constantFrom(16, 32, 64),
      bigTiff: fc.boolean(),
      pixelIsPoint: fc.boolean(),
      seed: fc.integer(),
    })
    .map(({ bands, seed, nodata, width, height, dataType, ...rest }) => {
      let state = seed | 1;
      const list = Array.from({ length: bands }, (_, band) => {
        const data = createRaster(dataType, width * height);
        const bytes = bytesOfRaster(data);
        for (let i = 0; i < bytes.length; i++) {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          bytes[i] = state >>> 24;
        }
        return { data, description: `band ${band} <&> "ü"`, unit: 'm3 m-3', scale: 0.5, offset: 1 - band };
      });
      const spec = { ...rest, width, height, dataType, bands: list, transform: TRANSFORM };
      return nodata === undefined ? spec : { ...spec, nodata };
    });
}

describe('encodeCog and openTiff', () => {
  test('give back every bit of every band, and the tags', async () => {
    await fc.assert(
      fc.asyncProperty(arbitrarySpec(), async (spec) => {
        const bytes = await encodeCog(spec);
        const image = await openTiff(sourceOfBytes('made.tif', bytes));
        expect(await checkCogStructure(bytes)).toEqual([]);
        expect(image).toMatchObject({
          bigTiff: spec.bigTiff,
          bands: spec.bands.length,
          planar: spec.bands.length > 1,
          dataType: spec.dataType,
          nodata: spec.nodata,
          pixelIsPoint: spec.pixelIsPoint,
          epsg: 4326,
          bandInfo: spec.bands.map(({ description, unit, scale, offset }) => ({ description, unit, scale, offset })),
          overviewResampling: spec.overviews === 'mean' ? 'AVERAGE' : 'NEAREST',
        });
        image.transform?.forEach((value, i) => {
          expect(value).toBeCloseTo(TRANSFORM[i] as number, 12);
        });
        const whole = { column: 0, row: 0, width: spec.width, height: spec.height };
        for (const [band, { data }] of spec.bands.entries()) {
          const read = await readWindow(image, whole, { band });
          expect(Buffer.compare(bytesOfRaster(read), bytesOfRaster(data))).toBe(0);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('give any window as it stands in the whole', async () => {
    const [width, height] = [70, 53];
    const data = Uint16Array.from({ length: width * height }, (_, i) => (i * 977) % 65521);
    const bands = [{ data, description: 'a' }];
    const spec: CogSpec = {
      width,
      height,
      dataType: 'uint16',
      bands,
      transform: TRANSFORM,
      overviews: 'nearest',
      tileSize: 16,
    };
    const image = await openTiff(sourceOfBytes('made.tif', await encodeCog(spec)));
    const windows = fc.tuple(fc.nat(width - 1), fc.nat(height - 1)).chain(([column, row]) =>
      fc.record({
        column: fc.constant(column),
        row: fc.constant(row),
        width: fc.integer({ min: 0, max: width - column }),
        height: fc.integer({ min: 0, max: height - row }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(windows, async (window) => {
        const expected = new Uint16Array(window.width * window.height);
        for (let r = 0; r < window.height; r++) {
          const from = (window.row + r) * width + window.column;
          expected.set(data.subarray(from, from + window.width), r * window.width);
        }
        expect(await readWindow(image, window)).toEqual(expected);
      }),
    );
    await expect(readWindow(image, { column: 60, row: 0, width: 11, height: 1 })).rejects.toThrow(RangeError);
  });

  test('write the same bytes every time', async () => {
    const data = Float32Array.from({ length: 700 * 600 }, (_, i) => Math.sin(i / 97));
    const spec: CogSpec = {
      width: 700,
      height: 600,
      dataType: 'float32',
      bands: [{ data, description: 'sm' }],
      transform: TRANSFORM,
      nodata: Number.NaN,
      overviews: 'mean',
    };
    const [first, second] = await Promise.all([encodeCog(spec), encodeCog(spec)]);
    expect(Buffer.compare(first, second)).toBe(0);
  });

  test('make overviews of the mean of valid pixels, tiles without data included', async () => {
    const nan = Number.NaN;
    const data = Float32Array.of(1, 3, nan, nan, 9, 5, 7, nan, nan, 4, 2, nan, nan, nan, 6);
    const wide = new Float32Array(17 * 17).fill(nan);
    for (let r = 0; r < 3; r++) wide.set(data.subarray(5 * r, 5 * r + 5), 17 * r);
    const spec: CogSpec = {
      width: 17,
      height: 17,
      dataType: 'float32',
      bands: [{ data: wide, description: 'x' }],
      transform: TRANSFORM,
      nodata: nan,
      overviews: 'mean',
      tileSize: 16,
    };
    const image = await openTiff(sourceOfBytes('made.tif', await encodeCog(spec)));
    expect(image.levels.map(({ width, height }) => [width, height])).toEqual([
      [17, 17],
      [9, 9],
    ]);
    const overview = await readWindow(image, { column: 0, row: 0, width: 3, height: 2 }, { level: 1 });
    // (1+3+5+7)/4; nothing valid; (9+4)/2 | 2; nothing; 6 (17 columns: the pixel beside it is NaN)
    expect(overview).toEqual(Float32Array.of(4, nan, 6.5, 2, nan, 6));
    const offsets = await image.levels[0].blockOffsets();
    expect(offsets.every((offset) => offset > 0)).toBe(true);
  });

  test('round means of integers and keep nodata out of them', async () => {
    const data = new Int16Array(17 * 2).fill(-9999);
    data.set([1, 2, -9999, 5], 0);
    data.set([2, 2, -9999, -9999], 17);
    const spec: CogSpec = {
      width: 17,
      height: 2,
      dataType: 'int16',
      bands: [{ data, description: 'x' }],
      transform: TRANSFORM,
      nodata: -9999,
      overviews: 'mean',
      tileSize: 16,
    };
    const image = await openTiff(sourceOfBytes('made.tif', await encodeCog(spec)));
    expect(await readWindow(image, { column: 0, row: 0, width: 3, height: 1 }, { level: 1 })).toEqual(
      Int16Array.of(2, 5, -9999),
    );
  });

  test('refuse parts that do not fit together', async () => {
    const spec: CogSpec = {
      width: 2,
      height: 2,
      dataType: 'uint8',
      bands: [{ data: new Uint8Array(3), description: 'x' }],
      transform: TRANSFORM,
      overviews: 'nearest',
    };
    await expect(encodeCog(spec)).rejects.toThrow('2 × 2 from 3 samples');
    await expect(encodeCog({ ...spec, bands: [{ data: new Int8Array(4), description: 'x' }] })).rejects.toThrow(
      RangeError,
    );
    await expect(encodeCog({ ...spec, bands: [] })).rejects.toThrow('without bands');
    await expect(encodeCog({ ...spec, transform: [0, 1, 0, 0, 0, 1] })).rejects.toThrow(RangeError);
  });
});

describe('checkCogStructure', () => {
  const spec: CogSpec = {
    width: 600,
    height: 520,
    dataType: 'uint8',
    bands: [{ data: Uint8Array.from({ length: 600 * 520 }, (_, i) => (i * i) >> 5), description: 'x' }],
    transform: TRANSFORM,
    overviews: 'nearest',
  };

  test('finds a damaged leader, a damaged trailer and a cut file', async () => {
    const bytes = await encodeCog(spec);
    const image = await openTiff(sourceOfBytes('x', bytes));
    const offset = (await image.levels[0].blockOffsets())[1] as number;
    const byteCount = (await image.levels[0].blockByteCounts())[1] as number;
    for (const at of [offset - 4, offset + byteCount]) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ 0xff;
      expect(await checkCogStructure(damaged)).toEqual(['level 0, tile 1 has no leader or trailer']);
    }
    const cut = await checkCogStructure(bytes.slice(0, -100));
    expect(cut).toEqual(['level 0, tile 3 runs past the end of the file']);
    expect(await checkCogStructure(bytes.slice(0, 100))).toHaveLength(1);
  });

  test('finds a missing ghost area', async () => {
    const bytes = await encodeCog(spec);
    bytes[8] = 0;
    expect(await checkCogStructure(bytes)).toEqual([
      'GDAL ghost area is missing',
      'the first directory is at byte 192, not 8',
    ]);
  });
});
