import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { localSceneFiles } from '../../../cli/files/local-scene-files.ts';
import { writeEcef } from '../../../lib/grid/wgs84.ts';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { parseManifest } from '../../../lib/sentinel1/manifest.ts';
import { createNoiseTable, noisePowerAt } from '../../../lib/sentinel1/noise-table.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import { createRangeDoppler } from '../../../lib/sentinel1/range-doppler.ts';
import { cutAcquisition, middlePart } from '../../../lib/simulate/cut-acquisition.ts';
import { createDemo, DEMO_AREAS } from '../../../lib/simulate/demo.ts';
import { planWholeScene, readGivenScene } from '../../../lib/simulate/given-scene.ts';
import { locateGrid } from '../../../lib/simulate/image-nodes.ts';
import { flatSurface } from '../../../lib/simulate/look-geometry.ts';
import { memorySink } from '../../../lib/simulate/memory-sink.ts';
import { planAcquisition } from '../../../lib/simulate/plan-acquisition.ts';
import { renderScene } from '../../../lib/simulate/render-scene.ts';
import { simulate } from '../../../lib/simulate/simulate.ts';
import { productIn } from './memory-product.ts';

const shared = fileURLToPath(new URL('../../../../shared/data/sentinel1/', import.meta.url));
const present = existsSync(shared);
if (!present) console.warn(`${shared} is absent: the tests on real annotations are skipped`);
const products = present ? (await readdir(shared)).filter((name) => name.startsWith('S1A_')) : [];

function locate(annotation: Annotation, lonDeg: number, latDeg: number, heightM: number) {
  const nan = Number.NaN;
  const point = { line: nan, sample: nan, azimuthTimeS: nan, slantRangeM: nan, incidenceDeg: nan };
  createRangeDoppler(annotation).locate(lonDeg, latDeg, heightM, point);
  return point;
}

describe.skipIf(!present).each(products)('on %s', (name) => {
  test('a part of the image has the geometry and the tables of the whole, counted from its first line and sample', async () => {
    await using files = await localSceneFiles(join(shared, name));
    const given = await readGivenScene(files);
    const whole = given.annotation;
    // across the seam of the first two sub-swaths and across several noise vectors
    const part = { firstLine: 5003, lines: 4001, firstSample: 7013, samples: 4007 };
    const middleLonDeg = whole.geolocationGrid.longitudeDeg[100] as number;
    const plan = planAcquisition(cutAcquisition(given, part, flatSurface(500, middleLonDeg)));
    const grid = plan.annotation.geolocationGrid;
    for (let k = 0; k < grid.line.length; k += 7) {
      const [lon, lat, height] = [grid.longitudeDeg[k], grid.latitudeDeg[k], grid.heightM[k]] as [
        number,
        number,
        number,
      ];
      const inWhole = locate(whole, lon, lat, height);
      const inPart = locate(plan.annotation, lon, lat, height);
      // annotation times are rounded to microseconds: 7e-4 of a line
      expect(inPart.line + part.firstLine - inWhole.line).toBeCloseTo(0, 2);
      expect(inPart.sample + part.firstSample - inWhole.sample).toBeCloseTo(0, 2);
      expect(inPart.line - (grid.line[k] as number)).toBeCloseTo(0, 2);
      expect(inPart.sample - (grid.pixel[k] as number)).toBeCloseTo(0, 2);
    }
    expect(plan.noise.kind).toBe(given.noise.kind);
    const wholeNoise = createNoiseTable(given.noise, whole.samples, whole.lines);
    const partNoise = createNoiseTable(plan.noise, part.samples, part.lines);
    for (const [line, sample] of [
      [0, 0],
      [1234, 1746],
      [1234, 1748],
      [3999, 3000],
      [4000, 4006],
    ] as const) {
      const expected = noisePowerAt(wholeNoise, line + part.firstLine, sample + part.firstSample);
      expect(noisePowerAt(partNoise, line, sample) / (expected || 1)).toBeCloseTo(expected ? 1 : 0, 5);
    }
  });

  test("forward geolocation finds the points of ESA's own geolocation grid to 20 m", async () => {
    await using files = await localSceneFiles(join(shared, name));
    const { annotation } = await readGivenScene(files);
    const grid = annotation.geolocationGrid;
    const [expected, found] = [new Float64Array(3), new Float64Array(3)];
    // IPF 2.36 rounds its grid more coarsely: 4.6 pixels against its own polynomials
    const toleranceM = annotation.slantToGround[0]?.coefficients.length === 5 ? 50 : 20;
    for (let k = 0; k < grid.line.length; k++) {
      const heightM = grid.heightM[k] as number;
      const surface = flatSurface(heightM, grid.longitudeDeg[k] as number);
      const at = (value: number | undefined) => Float64Array.of(value ?? Number.NaN);
      const node = locateGrid(annotation, surface, at(grid.line[k]), at(grid.pixel[k]));
      writeEcef(node.lonDeg[0] as number, node.latDeg[0] as number, heightM, found);
      writeEcef(grid.longitudeDeg[k] as number, grid.latitudeDeg[k] as number, heightM, expected);
      expect(Math.hypot(...found.map((x, axis) => x - (expected[axis] as number)))).toBeLessThan(toleranceM);
    }
  });

  test('the whole image keeps the name and the bytes of the XML files; the manifest tells of the new image alone', async () => {
    await using files = await localSceneFiles(join(shared, name));
    const given = await readGivenScene(files);
    const plan = planWholeScene(given);
    expect(plan.product).toBe(name.replace(/\.(zip|SAFE)$/, ''));
    const md5 = 'f'.repeat(32);
    const manifest = parseManifest(plan.manifest({ path: plan.measurementPath, size: 4711, md5 }), 'manifest.safe');
    for (const before of given.manifest.files) {
      const after = manifest.files.find(({ path }) => path === before.path);
      expect(after).toEqual(before.path === plan.measurementPath ? { ...before, size: 4711, md5 } : before);
    }
    for (const { path, bytes } of plan.files) {
      const listed = manifest.files.find((file) => file.path === path);
      expect(listed?.md5).toBe(createHash('md5').update(bytes).digest('hex'));
    }
  });
});

describe('a world under a given scene', () => {
  test('comes with everything that a retrieval takes, and the scene opens', async () => {
    const demo = createDemo({ seed: 4, box: DEMO_AREAS.tiny });
    const source = new Map<string, Uint8Array>();
    const [first] = demo.acquisitions;
    if (!first) throw new Error('the demo has acquisitions');
    const { path } = await renderScene(demo.scenario, planAcquisition(first.acquisition), memorySink(source));
    const files = new Map<string, Uint8Array>();
    const simulated = await simulate({ seed: 9, annotation: productIn(source, path), size: 'full' }, memorySink(files));
    expect(simulated.scene.product).toBe(path.replace('.SAFE', ''));
    expect([...files.keys()].sort()).toEqual(
      [
        ...['annotation', 'annotation/calibration', 'measurement'].flatMap((folder) =>
          [...source.keys()].filter(
            (file) => file.startsWith(`${path}/${folder}/s1a`) || /(noise|calibration)-s1a/.test(file),
          ),
        ),
        `${path}/manifest.safe`,
        'dem/N43E003.tif',
        'landcover/N43E003.tif',
        'ndvi-s3/N43E003/2021-08-15.tif',
        'ndvi-s3/N43E003/2021-09-01.tif',
        'ndvi/N43E003/2021-08-15.tif',
        'ndvi/N43E003/2021-09-01.tif',
        'truth/20210821.tif',
      ]
        .filter((file, k, all) => all.indexOf(file) === k)
        .sort(),
    );
    const scene = await openScene(productIn(files, simulated.scene.path));
    expect(scene.annotation.samples).toBe(simulated.scene.samples);
    // another world: the pixels differ, the geometry does not
    const image = `${path}/${[...source.keys()].find((file) => file.endsWith('.tiff'))?.slice(path.length + 1)}`;
    expect(files.get(image)?.length).toBe(source.get(image)?.length);
    expect(files.get(image)).not.toEqual(source.get(image));
  });

  test('a product without annotation is refused with what it lacks', async () => {
    const empty = productIn(new Map(), 'S1A_IW_GRDH_1SSV_20210821T173953_20210821T173957_039331_04A4F1_CA79.SAFE');
    await expect(readGivenScene(empty)).rejects.toMatchObject({ name: 'InputError', reason: 'incomplete' });
  });

  test('a part in the middle never exceeds the image', () => {
    const annotation = { lines: 100, samples: 2000 } as Annotation;
    expect(middlePart(annotation, { lines: 500, samples: 1000 })).toEqual({
      firstLine: 0,
      lines: 100,
      firstSample: 500,
      samples: 1000,
    });
  });
});
