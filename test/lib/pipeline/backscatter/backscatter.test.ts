import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { windowAround } from '../../../../lib/grid/grid-window.ts';
import { backscatterCogSpec } from '../../../../lib/pipeline/backscatter/backscatter-cog-spec.ts';
import type { BackscatterRequest } from '../../../../lib/pipeline/backscatter/backscatter-request.ts';
import { finishedRaster } from '../../../../lib/pipeline/backscatter/finished-raster.ts';
import { type BackscatterRaster, makeBackscatter } from '../../../../lib/pipeline/backscatter/make-backscatter.ts';
import { planBackscatter } from '../../../../lib/pipeline/backscatter/plan-backscatter.ts';
import { remarksOnBackscatter } from '../../../../lib/pipeline/backscatter/remarks-on-backscatter.ts';
import { encodeCog } from '../../../../lib/raster/encode-cog.ts';
import { sourceOfBytes } from '../../../../lib/raster/range-source.ts';
import { geolocate } from '../../../../lib/sentinel1/geolocate.ts';
import { gdalReports, hasGdal } from '../../raster/gdal.ts';
import { orbitFileXml } from '../../sentinel1/orbit-file.ts';
import { PATHS_OF_PRODUCT as P, PRODUCT } from '../../sentinel1/safe-product.ts';
import {
  AMPLITUDES,
  annotation,
  codeAt,
  DN,
  flatDemTiles,
  flatImage,
  flatProduct,
  HEIGHT_M,
  landcoverTiles,
  NOISE,
  PLAIN,
  setOf,
} from './backscatter-bench.ts';

let dem: Record<string, Uint8Array>;
let landcover: Record<string, Uint8Array>;
let all: BackscatterRaster;
beforeAll(async () => {
  dem = await flatDemTiles();
  landcover = await landcoverTiles();
  all = await make(onDem());
});

const onDem = (more: Partial<BackscatterRequest> = {}): BackscatterRequest => ({
  ...PLAIN,
  dem: { tiles: setOf(dem), reference: 'ellipsoid' },
  ...more,
});
const classes = (...codes: number[]) => ({ cover: { landcover: setOf(landcover), classes: codes } });

async function make(request: BackscatterRequest, files = flatProduct()): Promise<BackscatterRaster> {
  return makeBackscatter(await planBackscatter(files, request), request, { threads: 1 });
}

const orbitFile = (type: string) => {
  const xml = orbitFileXml(annotation.orbit, annotation.firstLineTimeUs, { type });
  return sourceOfBytes('orbits/x.EOF', new TextEncoder().encode(xml));
};
const valuesOf = (values: Float32Array) => values.filter((value) => !Number.isNaN(value));
const sum = (values: Uint16Array) => values.reduce((total, value) => total + value, 0);

describe('a flat scene of one DN', () => {
  test.each(['sigma0', 'gamma0', 'beta0'] as const)(
    '%s is (DN² − η) / A² wherever there is a sample',
    async (quantity) => {
      const { sigma0, samples, incidenceDeg } = (await make(onDem({ quantity }))).cells;
      const expected = Math.fround((DN ** 2 - NOISE) / AMPLITUDES[quantity] ** 2);
      const found = valuesOf(sigma0);
      expect(Math.max(...found)).toBeCloseTo(expected, 7);
      expect(Math.min(...found)).toBeCloseTo(expected, 7);
      expect(found.length).toBe(samples.filter((count) => count > 0).length);
      expect(valuesOf(incidenceDeg).length).toBe(found.length);
    },
  );

  test('every sample with data is counted once', () => {
    expect(sum(all.cells.samples)).toBe(flatImage().filter((dn) => dn !== 0).length);
  });

  test('incidence is that of the pixel’s centre', () => {
    const { window, incidenceDeg, samples } = all.cells;
    let compared = 0;
    for (let i = 0; i < samples.length; i += 13) {
      if (samples[i] === 0) continue;
      const lon = (window.column + (i % window.width) + 0.5) / 1008 - 180;
      const lat = 90 - (window.row + Math.floor(i / window.width) + 0.5) / 1008;
      const point = geolocate({ annotation }, lon, lat, HEIGHT_M);
      expect(incidenceDeg[i]).toBeCloseTo(point?.incidenceDeg ?? Number.NaN, 2);
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });

  test('the window is the smallest one of whole 1-km cells: each of its sides holds samples', () => {
    const { window, samples } = all.cells;
    const { width, height } = window;
    expect([window.column, window.row, width, height].map((value) => value % 9)).toEqual([0, 0, 0, 0]);
    const inStrip = (isIn: (column: number, row: number) => boolean) =>
      samples.some((count, i) => count > 0 && isIn(i % width, Math.floor(i / width)));
    expect(inStrip((column) => column < 9)).toBe(true);
    expect(inStrip((column) => column >= width - 9)).toBe(true);
    expect(inStrip((_, row) => row < 9)).toBe(true);
    expect(inStrip((_, row) => row >= height - 9)).toBe(true);
  });

  test('a box cuts the window to the whole cells around it and changes no value', async () => {
    const { window } = all.cells;
    const west = (window.column + 20.5) / 1008 - 180;
    const north = 90 - (window.row + 11) / 1008;
    const bbox = [west, north - 0.02, west + 0.015, north] as const;
    const { cells } = await make(onDem({ bbox }));
    const cut = windowAround([...bbox], 112);
    expect(cells.window).toEqual({
      perDegree: 1008,
      column: cut.column * 9,
      row: cut.row * 9,
      width: cut.width * 9,
      height: cut.height * 9,
    });
    const part = (values: Float32Array | Uint16Array) =>
      Array.from({ length: cells.sigma0.length }, (_, i) => {
        const column = cells.window.column - window.column + (i % cells.window.width);
        const row = cells.window.row - window.row + Math.floor(i / cells.window.width);
        return values[row * window.width + column];
      });
    expect([...cells.sigma0]).toEqual(part(all.cells.sigma0));
    expect([...cells.samples]).toEqual(part(all.cells.samples));
  });

  test('only pixels of the classes asked for have values, the same as without land cover', async () => {
    const { cells } = await make(onDem(classes(30, 50)));
    const { window } = all.cells;
    const isWanted = (i: number) =>
      codeAt(window.column + (i % window.width), window.row + Math.floor(i / window.width)) !== 40;
    expect(cells.window).toEqual(window);
    expect(cells.sigma0).toEqual(all.cells.sigma0.map((value, i) => (isWanted(i) ? value : Number.NaN)));
    expect(cells.samples).toEqual(all.cells.samples.map((value, i) => (isWanted(i) ? value : 0)));
  });

  test('the annotation’s grid stands in for a DEM of the same height', async () => {
    const { cells } = await make(PLAIN);
    expect(cells.window).toEqual(all.cells.window);
    expect(sum(cells.samples)).toBe(sum(all.cells.samples));
  });
});

describe('what decides the inputs’ identity', () => {
  const identityOf = async (request: BackscatterRequest, files = flatProduct()) =>
    (await planBackscatter(files, request)).inputsSha256;

  test('the same inputs have the same, any other input or parameter has another', async () => {
    const other = { ...dem };
    const [tile = ''] = Object.keys(other);
    other[tile] = (await flatDemTiles(HEIGHT_M + 1))[tile] ?? new Uint8Array();
    const noise = new TextDecoder().decode(await bytesOf(P.noise)).replaceAll(String(NOISE), '901');
    const identities = [
      await identityOf(PLAIN),
      await identityOf(onDem()),
      await identityOf(onDem({ dem: { tiles: setOf(dem), reference: 'egm' } })),
      await identityOf(onDem({ dem: { tiles: setOf(other), reference: 'ellipsoid' } })),
      await identityOf(onDem({ quantity: 'gamma0' })),
      await identityOf(onDem({ codeVersion: '1.2.4' })),
      await identityOf(onDem({ bbox: [-180, -90, 180, 90] })),
      await identityOf(onDem(classes(40))),
      await identityOf(onDem(classes(30, 40))),
      await identityOf(onDem({ orbit: orbitFile('AUX_POEORB') })),
      await identityOf(onDem({ orbit: orbitFile('AUX_RESORB') })),
      await identityOf(onDem(), flatProduct({ [P.noise]: noise })),
    ];
    expect(new Set(identities).size).toBe(identities.length);
    expect(await identityOf(onDem())).toBe(identities[1]);
  });

  async function bytesOf(path: string): Promise<Uint8Array> {
    const source = await flatProduct().open(path);
    return source ? source.read(0, source.size) : new Uint8Array();
  }
});

describe('a scene that gives no raster says why', () => {
  const empty = { name: 'landcover', open: async () => undefined };
  test.each<[string, string, string, () => [BackscatterRequest, ReturnType<typeof flatProduct>?]]>([
    [
      'a box elsewhere',
      'outside-areas',
      'does not touch the box -10, -10, -9, -9',
      () => [onDem({ bbox: [-10, -10, -9, -9] })],
    ],
    [
      'no land cover',
      'no-landcover',
      'there is no land cover for',
      () => [onDem({ cover: { landcover: empty, classes: [40] } })],
    ],
    [
      'no pixel of the classes',
      'no-land',
      'no pixel of the classes 60, 70 lies in the raster',
      () => [onDem(classes(60, 70))],
    ],
    [
      'a damaged annotation',
      'invalid-annotation',
      'not well-formed XML',
      () => [onDem(), flatProduct({ [P.annotation]: 'not found' })],
    ],
  ])('%s', async (_, reason, what, inputs) => {
    const failure = await make(...inputs()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ tag: 'InputError', reason, message: expect.stringContaining(what) });
  });
});

describe('the file', () => {
  const request = () => onDem(classes(30, 40));

  async function encoded(files = flatProduct()) {
    const plan = await planBackscatter(files, request());
    const raster = await makeBackscatter(plan, request(), { threads: 1 });
    return { plan, raster, bytes: await encodeCog(backscatterCogSpec(raster, plan, request())) };
  }

  test.skipIf(!hasGdal())(
    'is a COG in which GDAL finds the values, their units and what they were made from',
    async () => {
      const { plan, raster, bytes } = await encoded();
      const folder = await mkdtemp(join(tmpdir(), 's2mp-backscatter-'));
      const path = join(folder, 'x.tif');
      await writeFile(path, bytes);
      const [report] = gdalReports([path]);
      await rm(folder, { recursive: true });
      const { window, sigma0, incidenceDeg, samples } = raster.cells;
      const sha = (values: Float32Array) =>
        createHash('sha256').update(Buffer.from(values.slice().buffer)).digest('hex');
      expect(report).toMatchObject({
        errors: [],
        warnings: [],
        epsg: '4326',
        metadata: {
          PRODUCT,
          QUANTITY: 'sigma0',
          POLARISATION: 'VV',
          CLASSES: '30,40',
          HEIGHTS: 'dem-ellipsoid',
          NOISE_REMOVED: 'YES',
          IPF_VERSION: '003.31',
          ORBIT_PASS: 'ASCENDING',
          RELATIVE_ORBIT: '59',
          ORBIT_SOURCE: 'annotation',
          SOFTWARE: 's2mp-nrt 1.2.3',
          INPUTS_SHA256: plan.inputsSha256,
        },
      });
      expect(report?.transform[0]).toBeCloseTo(window.column / 1008 - 180, 10);
      expect(report?.transform[1]).toBeCloseTo(1 / 1008, 12);
      expect(report?.transform[3]).toBeCloseTo(90 - window.row / 1008, 10);
      expect(
        report?.bands.map(({ description, unit, nodata, digests }) => [description, unit, nodata, digests[0]]),
      ).toEqual([
        ['Sigma nought VV, linear power, mean over the pixel, thermal noise removed', '1', 'nan', sha(sigma0)],
        ["Incidence angle at the ellipsoid's normal", 'degree', 'nan', sha(incidenceDeg)],
        ['Image samples in the pixel', '1', 'nan', sha(Float32Array.from(samples))],
      ]);
    },
  );

  test('says that noise could not be removed', async () => {
    const zeros =
      '<noise><noiseVectorList><noiseVector><line>0</line><pixel>0 399</pixel><noiseLut>0 0</noiseLut></noiseVector></noiseVectorList></noise>';
    const { plan, raster } = await encoded(flatProduct({ [P.noise]: zeros }));
    const spec = backscatterCogSpec(raster, plan, request());
    expect(spec.metadata?.NOISE_REMOVED).toBe('NO');
    expect(spec.bands[0]?.description).toMatch(/thermal noise not removed$/);
    expect(remarksOnBackscatter(raster, plan, request())).toEqual([
      'The noise tables of the product are all 0: no noise was removed.',
    ]);
    expect(Math.max(...valuesOf(raster.cells.sigma0))).toBeCloseTo(DN ** 2 / AMPLITUDES.sigma0 ** 2, 7);
  });

  test('is finished for its inputs alone, and only as long as it is whole', async () => {
    const { plan, bytes } = await encoded();
    const finished = (file: Uint8Array, inputs = plan.inputsSha256) =>
      finishedRaster(sourceOfBytes('x.tif', file), inputs);
    expect(await finished(bytes)).toEqual({ demAbsent: [], landcoverAbsent: [] });
    expect(await finished(bytes, 'f'.repeat(64))).toBeUndefined();
    for (const length of [0, 7, 300, bytes.length >> 1, bytes.length - 1]) {
      expect(await finished(bytes.subarray(0, length))).toBeUndefined();
    }
  });
});
