import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sourceOfBytes } from '../../../lib/raster/range-source.ts';
import { geolocate } from '../../../lib/sentinel1/geolocate.ts';
import { openScene } from '../../../lib/sentinel1/open-scene.ts';
import { zipSceneFiles } from '../../../lib/sentinel1/zip-scene-files.ts';
import { orbitFileXml } from './orbit-file.ts';
import {
  annotationXml,
  calibrationXml,
  ipfProcessing,
  manifestXml,
  PATHS_OF_PRODUCT as P,
  PRODUCT,
  safeProduct,
} from './safe-product.ts';
import { orbitStates, PATHS, syntheticAnnotation } from './synthetic-orbit.ts';
import { tiffBytes } from './tiff-bytes.ts';
import { zipBytes } from './zip-bytes.ts';

const WIDTH = 120;
const HEIGHT = 90;
const annotation = syntheticAnnotation(PATHS.ascending, WIDTH, HEIGHT);
const dn = Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i % WIDTH < 3 || i % WIDTH >= 110 ? 0 : 200));
const tiff = tiffBytes(dn, WIDTH, HEIGHT);
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

test('a product opens with all it says', async () => {
  const scene = await openScene(safeProduct(annotation, tiff));
  expect(scene.product.name).toBe(PRODUCT);
  expect(scene.manifest.relativeOrbit).toBe(59);
  expect(scene.annotation.samples).toBe(WIDTH);
  expect(scene.calibration.vectors).toHaveLength(2);
  expect(scene.noise.kind).toBe('range-azimuth');
  expect(scene.measurement.levels[0]).toMatchObject({ width: WIDTH, height: HEIGHT });
  expect(scene.validSamples).toEqual({ first: 3, last: 109, firstLine: 0, lastLine: HEIGHT - 1 });
  expect(scene.identity.map(({ path }) => path)).toEqual([
    P.manifest,
    P.annotation,
    P.calibration,
    P.noise,
    P.measurement,
  ]);
  expect(scene.identity[1]?.sha256).toBe(sha256(annotationXml(annotation)));
  expect(scene.identity[4]).toEqual({
    path: P.measurement,
    size: tiff.length,
    sha256: sha256(tiff.subarray(0, 65_536)),
  });
});

test('with an orbit file, the scene lies where that orbit puts it', async () => {
  const times = [-20, -10, 0, 10, 20, 30];
  const moved = orbitStates(PATHS.ascending, times);
  // Half a line later everywhere: the same path, written 0.75 ms late.
  moved.timeS.forEach((t, i) => {
    moved.timeS[i] = t + 0.5 * annotation.azimuthTimeIntervalS;
  });
  const text = orbitFileXml(moved, annotation.firstLineTimeUs, { type: 'AUX_PREORB' });
  const orbit = sourceOfBytes('there/A.EOF', new TextEncoder().encode(text));
  const own = await openScene(safeProduct(annotation, tiff));
  const scene = await openScene(safeProduct(annotation, tiff), { orbit });
  expect(own.orbitFile).toBeUndefined();
  expect(scene.orbitFile).toEqual({ kind: 'PREORB', path: 'orbits/A.EOF', sha256: sha256(text) });
  expect(scene.identity).toEqual(own.identity);
  const { longitudeDeg, latitudeDeg } = annotation.geolocationGrid;
  const place = [longitudeDeg[7] ?? 0, latitudeDeg[7] ?? 0, 0] as const;
  expect((geolocate(scene, ...place)?.line ?? 0) - (geolocate(own, ...place)?.line ?? 0)).toBeCloseTo(0.5, 2);
});

test('noise beside the image of an old product is no part of it', async () => {
  const noisy = tiffBytes(
    dn.map((value) => value || 25),
    WIDTH,
    HEIGHT,
  );
  const columnsBy = async (ipf: string) => {
    const manifest = manifestXml(noisy.length, ipfProcessing(ipf));
    const { hasBorderNoise, validSamples } = await openScene(
      safeProduct(annotation, noisy, { [P.manifest]: manifest }),
    );
    return [hasBorderNoise, validSamples.first, validSamples.last];
  };
  expect(await columnsBy('002.36')).toEqual([true, 3, 109]);
  expect(await columnsBy('002.91')).toEqual([false, 0, WIDTH - 1]);
});

test('the renamed files of the public bucket open, whatever size the manifest gives their originals', async () => {
  const files = safeProduct(annotation, tiff, {
    [P.manifest]: manifestXml(1234),
    [P.annotation]: undefined,
    [P.calibration]: undefined,
    [P.measurement]: undefined,
    'annotation/iw-vv.xml': annotationXml(annotation),
    'annotation/calibration/calibration-iw-vv.xml': calibrationXml(annotation),
    'measurement/iw-vv.tiff': tiffBytes(dn, WIDTH, HEIGHT, { tile: 64, compression: 8 }),
  });
  const scene = await openScene(files);
  expect(scene.measurement.levels[0].tiled).toBe(true);
  expect(scene.validSamples).toEqual({ first: 3, last: 109, firstLine: 0, lastLine: HEIGHT - 1 });
});

test('a zip opens like the folder that is in it', async () => {
  const folder = safeProduct(annotation, tiff);
  const entries = await Promise.all(
    (await folder.list()).map(async ({ path, size }, i) => {
      const source = await folder.open(path);
      const data = source ? await source.read(0, size) : new Uint8Array();
      return { path: `${PRODUCT}.SAFE/${path}`, data, deflate: i % 2 === 0 };
    }),
  );
  const scene = await openScene(await zipSceneFiles(sourceOfBytes('x.zip', zipBytes(entries))));
  expect(scene.identity).toEqual((await openScene(folder)).identity);
});

test('zero noise tables are no reason to reject', async () => {
  const zeros =
    '<noise><noiseVectorList><noiseVector><line>0</line><pixel>0 119</pixel><noiseLut>0 0</noiseLut></noiseVector></noiseVectorList></noise>';
  expect((await openScene(safeProduct(annotation, tiff, { [P.noise]: zeros }))).noise.kind).toBe('none');
});

describe('a scene that can never become a map is refused with the reason', () => {
  const xml = annotationXml(annotation);
  const changed = (from: string, to: string) => ({ [P.annotation]: xml.replace(from, to) });
  const otherTiff = (bytes: Uint8Array) => ({ [P.measurement]: bytes, [P.manifest]: manifestXml(bytes.length) });
  const flipped = Uint8Array.from(tiffBytes(dn, WIDTH, HEIGHT, { compression: 8, rowsPerStrip: 30 }));
  flipped.fill(0xaa, flipped.length - 100);
  const cases: [string, Parameters<typeof safeProduct>[2], string, string][] = [
    ['no manifest', { [P.manifest]: undefined }, 'incomplete', 'the product has no manifest.safe'],
    ['no annotation', { [P.annotation]: undefined }, 'incomplete', 'has no annotation/…-vv-….xml'],
    ['no calibration', { [P.calibration]: undefined }, 'incomplete', 'has no annotation/calibration/calibration-'],
    ['no noise', { [P.noise]: undefined }, 'incomplete', 'has no annotation/calibration/noise-'],
    ['no measurement', { [P.measurement]: undefined }, 'incomplete', 'has no measurement/'],
    [
      'HH files under a VV name',
      { [P.annotation]: undefined, [P.annotation.replace('-vv-', '-hh-')]: xml },
      'no-vv',
      'but no VV annotation',
    ],
    ['an empty manifest', { [P.manifest]: '' }, 'invalid-manifest', 'is empty'],
    ['a manifest that is no XML', { [P.manifest]: 'x' }, 'invalid-manifest', 'not well-formed XML'],
    [
      'an annotation that is no XML',
      { [P.annotation]: '\u0000' },
      'invalid-annotation',
      'holds nothing but blanks or zeros',
    ],
    [
      'an annotation with entities',
      changed('<product>', '<!DOCTYPE p [<!ENTITY a "b">]><product>'),
      'invalid-annotation',
      'document type',
    ],
    ['EW mode inside', changed('<mode>IW<', '<mode>EW<'), 'unsupported-product', 'this describes a EW GRD image'],
    ['an SLC annotation', changed('>GRD<', '>SLC<'), 'unsupported-product', 'this describes a IW SLC image'],
    ['an HH annotation', changed('<polarisation>VV<', '<polarisation>HH<'), 'no-vv', 'this describes a HH image'],
    [
      'slant ranges of another swath',
      { [P.annotation]: xml.replaceAll('<sr0>801', '<sr0>802') },
      'invalid-annotation',
      'the geolocation grid does not fit the orbit',
    ],
    [
      'a calibration without vectors',
      { [P.calibration]: '<calibration><calibrationVectorList/></calibration>' },
      'invalid-calibration',
      'holds no',
    ],
    ['a noise file of another kind', { [P.noise]: '<calibration/>' }, 'invalid-noise', 'holds no <noise>'],
    ['an empty measurement', { [P.measurement]: new Uint8Array() }, 'invalid-measurement', 'the file is empty'],
    [
      'an empty measurement that the manifest agrees with',
      otherTiff(new Uint8Array()),
      'invalid-measurement',
      'the file is empty',
    ],
    [
      'a truncated measurement',
      { [P.measurement]: tiff.subarray(0, 15_000) },
      'invalid-measurement',
      `the file has 15000 bytes, the manifest says ${tiff.length}`,
    ],
    [
      'a truncated measurement that the manifest agrees with',
      otherTiff(tiff.subarray(0, 15_000)),
      'invalid-measurement',
      'the file is cut off',
    ],
    ['a measurement that is no TIFF', otherTiff(new Uint8Array(5000).fill(65)), 'invalid-measurement', 'TIFF'],
    [
      'an image of another size',
      otherTiff(tiffBytes(dn, WIDTH - 1, HEIGHT)),
      'invalid-measurement',
      'the image has 119 × 90 pixels, but its annotation says 120 × 90',
    ],
    ['damaged pixels', otherTiff(flipped), 'invalid-measurement', 'damaged'],
    [
      'nothing but zeros',
      otherTiff(tiffBytes(new Uint16Array(WIDTH * HEIGHT), WIDTH, HEIGHT)),
      'no-valid-pixels',
      'no pixel holds data',
    ],
  ];
  test.each(cases)('%s', async (_, changes, reason, what) => {
    const failure = await openScene(safeProduct(annotation, tiff, changes)).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ tag: 'InputError', reason });
    expect(failure).toHaveProperty('message', expect.stringContaining(what));
    expect(failure).toHaveProperty('where', expect.stringContaining(PRODUCT));
  });

  test('an EW product is refused by its name, before any file is read', async () => {
    const files = safeProduct(annotation, tiff, {}, PRODUCT.replace('IW_GRDH', 'EW_GRDM'));
    const unreadable = { ...files, list: () => Promise.reject(new Error('read')) };
    await expect(openScene(unreadable)).rejects.toThrow(expect.objectContaining({ reason: 'unsupported-product' }));
  });
});
