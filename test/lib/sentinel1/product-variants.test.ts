import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localSceneFiles } from '../../../cli/files/local-scene-files.ts';
import { LocalObjectStore } from '../../../lib/cloud/local/local-object-store.ts';
import { sceneInStore } from '../../../lib/pipeline/sources/scene-in-store.ts';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { readWindow } from '../../../lib/raster/read-window.ts';
import { missingFiles } from '../../../lib/sentinel1/missing-files.ts';
import type { Sigma0Cells } from '../../../lib/sentinel1/sigma0-cells.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';
import { gdalTranslate, hasGdal } from '../raster/gdal.ts';
import { EditedProduct } from './edited-product.ts';
import { mapOfProduct } from './map-of-product.ts';
import { realProducts } from './real-products.ts';
import { tiffBytes } from './tiff-bytes.ts';
import { zipBytes } from './zip-bytes.ts';

const SAMPLES = 700;
const LINES = 600;

let folder: string;
let safe: EditedProduct;
let dn: Uint16Array;
/** What every variant must give, bit by bit. */
let expected: Sigma0Cells;

const withGdal = hasGdal();

describe.skipIf(realProducts.length === 0)('one scene, however it comes, gives one map', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 's2mp-variants-'));
    const real = realProducts.find(({ product }) => product.endsWith('6FF8'));
    if (!real) throw new Error('6FF8 is not there');
    safe = await EditedProduct.of(real, SAMPLES, LINES);
    dn = safe.pixelsOf(0.03).map((value, i) => (i % 13 === 0 ? 0 : value + ((i * 7919) % 97)));
    safe.addMeasurement(dn);
    expected = (await mapOfProduct(safe.sceneFiles())).cells;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function written(product: EditedProduct, root: string): Promise<string> {
    for (const [path, bytes] of product.files) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
    return root;
  }

  test('the map is one of all samples', () => {
    const samples = expected.samples.reduce((sum, count) => sum + count, 0);
    expect(samples).toBe(dn.filter((value) => value !== 0).length);
  });

  test('a SAFE folder on the disk', async () => {
    await using files = await localSceneFiles(await written(safe, join(folder, `disk/${safe.product}.SAFE`)));
    expect((await mapOfProduct(files)).cells).toEqual(expected);
  });

  test.each([true, false])('a zip, its entries deflated: %s', async (deflate) => {
    const entries = [...safe.files].map(([path, data]) => ({ path: `${safe.product}.SAFE/${path}`, data, deflate }));
    const files = await zipSceneFiles(sourceOfBytes(`${safe.product}.zip`, zipBytes(entries)));
    expect((await mapOfProduct(files)).cells).toEqual(expected);
  });

  test('a key prefix of an object store', async () => {
    const store = await LocalObjectStore.open({ root: join(folder, 'store'), bucket: 'b' });
    const location = `scenes/${safe.product}.SAFE`;
    for (const [path, bytes] of safe.files) await store.put(`${location}/${path}`, bytes);
    expect((await mapOfProduct(await sceneInStore(store, location))).cells).toEqual(expected);
  });

  /** The files as the public bucket names them, at its kind of key. */
  function publicBucket(measurement: Uint8Array): EditedProduct {
    const copy = safe.copy();
    copy.files.delete(copy.path('measurement'));
    copy.renameFiles((path) => path.replace(/s1a-iw-grd-vv-[^/.]*/, 'iw-vv'));
    copy.files.set('measurement/iw-vv.tiff', measurement);
    return copy;
  }

  test('the renamed files of the public bucket: DEFLATE, tiles of 512', async () => {
    const copy = publicBucket(tiffBytes(dn, SAMPLES, LINES, { tile: 512, compression: 8 }));
    const store = await LocalObjectStore.open({ root: join(folder, 'public'), bucket: 'sentinel-s1-l1c' });
    const location = `GRD/2021/8/9/IW/DV/${copy.product}`;
    for (const [path, bytes] of copy.files) await store.put(`${location}/${path}`, bytes);
    const files = await sceneInStore(store, location);
    expect(await missingFiles(files)).toEqual([]);
    expect((await mapOfProduct(files)).cells).toEqual(expected);
  });

  /** The variant of the Copernicus Data Space: other name and suffix, and its own step around the IPF's. */
  function copernicusCog(measurement: Uint8Array): EditedProduct {
    const copy = safe.copy();
    const path = copy.path('measurement');
    const cogPath = path.replace(/\.tiff$/, '-cog.tiff');
    copy.files.delete(path);
    copy.product = `${copy.product.slice(0, -4)}A1B2_COG`;
    copy.rewrite('manifest', (text) =>
      text
        .replace(`./${path}`, `./${cogPath}`)
        .replace(
          /(<metadataObject ID="processing"[\s\S]*?<xmlData>)([\s\S]*?)(<\/xmlData>)/,
          '$1<safe:processing name="COG conversion" start="2026-01-02T00:00:00" stop="2026-01-02T00:01:00">' +
            '<safe:facility name="CDSE"><safe:software name="Sentinel-1 COGifier" version="001.00"/></safe:facility>' +
            '<safe:resource name="x.SAFE" role="Level-1 GRD Product">$2</safe:resource></safe:processing>$3',
        ),
    );
    return copy.setMeasurement(measurement, cogPath);
  }

  test('the COG variant: ZSTD, the IPF nested in the COGifier’s step', async () => {
    const copy = copernicusCog(tiffBytes(dn, SAMPLES, LINES, { tile: 512, compression: 50000 }));
    expect(await missingFiles(copy.sceneFiles())).toEqual([]);
    const { scene, cells } = await mapOfProduct(copy.sceneFiles());
    expect(scene.manifest.ipfVersion).toBe('003.31');
    expect(scene.product.isCog).toBe(true);
    expect(cells).toEqual(expected);
  });

  describe.skipIf(!withGdal)('with images as GDAL writes them', () => {
    const cogOptions = ['COMPRESS=ZSTD', 'OVERVIEW_RESAMPLING=RMS', 'OVERVIEW_COUNT=3', 'BLOCKSIZE=128'];
    const tiled = ['TILED=YES', 'BLOCKXSIZE=512', 'BLOCKYSIZE=512'];
    const paths = { strips: '', cog: '', cogP2: '', lzw: '', deflate: '' };
    beforeAll(async () => {
      for (const name of Object.keys(paths)) paths[name as keyof typeof paths] = join(folder, `${name}.tif`);
      await writeFile(paths.strips, tiffBytes(dn, SAMPLES, LINES));
      const from = paths.strips;
      gdalTranslate([
        { from, to: paths.cog, format: 'COG', creationOptions: cogOptions, noData: 0 },
        { from, to: paths.cogP2, format: 'COG', creationOptions: [...cogOptions, 'PREDICTOR=YES'], noData: 0 },
        { from, to: paths.lzw, creationOptions: [...tiled, 'COMPRESS=LZW'] },
        { from, to: paths.deflate, creationOptions: [...tiled, 'COMPRESS=DEFLATE', 'PREDICTOR=2'] },
      ]);
    });

    test.each(['cog', 'cogP2'] as const)('COG with ZSTD and RMS overviews (%s)', async (name) => {
      const { scene, cells } = await mapOfProduct(copernicusCog(await readFile(paths[name])).sceneFiles());
      const { measurement } = scene;
      expect(measurement.levels[0].layout.compression).toBe(50000);
      expect(cells).toEqual(expected);
      // The first overview is the root mean square of what data there is. (GDAL 3.6 writes no tag that says so.)
      const [width, height] = [SAMPLES / 2, LINES / 2];
      expect(measurement.levels[1]).toMatchObject({ width, height });
      const overview = await readWindow(measurement, { column: 0, row: 0, width, height }, { level: 1 });
      const worst = Array.from(overview, (value, i) => {
        const at = 2 * Math.floor(i / width) * SAMPLES + 2 * (i % width);
        const four = [at, at + 1, at + SAMPLES, at + SAMPLES + 1].map((k) => dn[k] ?? 0).filter((v) => v !== 0);
        return Math.abs(value - Math.sqrt(four.reduce((sum, v) => sum + v * v, 0) / four.length));
      }).reduce((a, b) => Math.max(a, b));
      expect(worst).toBeLessThan(0.51); // GDAL rounds to whole DN in single precision
    });

    test.each(['lzw', 'deflate'] as const)('tiles of the public bucket: %s', async (name) => {
      const { cells } = await mapOfProduct(publicBucket(await readFile(paths[name])).sceneFiles());
      expect(cells).toEqual(expected);
    });
  });
});
