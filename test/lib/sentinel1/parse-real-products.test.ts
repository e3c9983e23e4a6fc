import { describe, expect, test } from 'vitest';
import { parseCalibration } from '../../../lib/sentinel1/calibration.ts';
import { parseManifest } from '../../../lib/sentinel1/manifest.ts';
import { parseNoise } from '../../../lib/sentinel1/noise.ts';
import { requireSoundGeometry } from '../../../lib/sentinel1/require-sound-geometry.ts';
import {
  requireCalibrationCoversImage,
  requireNoiseCoversImage,
} from '../../../lib/sentinel1/require-tables-cover-image.ts';
import { openVv, realAnnotations, realProducts } from './real-products.ts';

// Expected values: read from the files by other means, listed in the shared data's README.
const EXPECTED = [
  {
    product: 'S1A_IW_GRDH_1SDV_20150222T170725_20150222T170750_004739_005DD8_CEAB',
    manifest: {
      ipfVersion: '002.36',
      relativeOrbit: 117,
      pass: 'ASCENDING',
      sliceNumber: 2,
      totalSlices: 4,
      timeliness: 'Fast-24h',
    },
    annotation: { samples: 25_357, lines: 16_685, dataTakeId: 0x5dd8, absoluteOrbit: 4739 },
    vectors: 28,
    records: [26, 5],
    amplitude: [664.0, 559.44],
    noise: ['none', 27, 0],
  },
  {
    product: 'S1A_IW_GRDH_1SDV_20210119T031653_20210119T031718_036201_043ED0_8255',
    manifest: {
      ipfVersion: '003.31',
      relativeOrbit: 79,
      pass: 'DESCENDING',
      sliceNumber: 5,
      totalSlices: 10,
      timeliness: 'Fast-24h',
    },
    annotation: { samples: 25_931, lines: 16_854, dataTakeId: 0x43ed0, absoluteOrbit: 36_201 },
    vectors: 17,
    records: [28, 9],
    amplitude: [665.71, 559.21],
    noise: ['range-azimuth', 27, 3],
  },
  {
    product: 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8',
    manifest: {
      ipfVersion: '003.31',
      relativeOrbit: 59,
      pass: 'ASCENDING',
      sliceNumber: 7,
      totalSlices: 20,
      timeliness: 'NRT-3h',
    },
    annotation: { samples: 26_144, lines: 16_676, dataTakeId: 0x49f13, absoluteOrbit: 39_156 },
    vectors: 16,
    records: [28, 9],
    amplitude: [662.87, 557.71],
    noise: ['range-azimuth', 26, 3],
  },
];

describe.skipIf(realProducts.length === 0)('real products, zipped and as a folder', () => {
  test.each(EXPECTED)('$product', async (expected) => {
    const files = realProducts.find(({ product }) => product === expected.product);
    if (!files) throw new Error('not there');
    const read = async (role: 'manifest' | 'calibration' | 'noise') => openVv(files, role);
    const manifestFile = await read('manifest');
    const manifest = parseManifest(manifestFile.bytes, manifestFile.name);
    expect(manifest).toMatchObject(expected.manifest);
    expect(manifest.outline).toHaveLength(4);
    expect(manifest.files.every(({ size, md5 }) => size > 0 && /^[0-9a-f]{32}$/.test(md5 ?? ''))).toBe(true);

    const annotation = realAnnotations.find(({ product }) => product === files.product)?.annotation;
    expect(annotation).toMatchObject({ mode: 'IW', productType: 'GRD', polarisation: 'VV', ...expected.annotation });
    expect(annotation?.pass).toBe(expected.manifest.pass);
    expect(annotation?.orbit.timeS).toHaveLength(expected.vectors);
    expect([annotation?.slantToGround.length, annotation?.slantToGround[0]?.coefficients.length]).toEqual(
      expected.records,
    );
    expect(annotation?.geolocationGrid).toMatchObject({ rows: 10, columns: 21 });

    const calibrationFile = await read('calibration');
    const calibration = parseCalibration(calibrationFile.bytes, calibrationFile.name);
    expect(calibration.vectors).toHaveLength(27);
    const { amplitude } = calibration.vectors[0] ?? { amplitude: new Float64Array() };
    expect(amplitude[0]).toBeCloseTo(expected.amplitude[0] ?? 0, 2);
    expect(amplitude.at(-1)).toBeCloseTo(expected.amplitude[1] ?? 0, 2);

    const noiseFile = await read('noise');
    const noise = parseNoise(noiseFile.bytes, noiseFile.name);
    expect([noise.kind, noise.range.length, noise.azimuth.length]).toEqual(expected.noise);
  });
});

test.each(realProducts.map((files) => [files.product, files] as const))(
  '%s passes every check of a damaged one',
  async (product, files) => {
    const annotation = realAnnotations.find((real) => real.product === product)?.annotation;
    if (!annotation) throw new Error(product);
    const calibration = await openVv(files, 'calibration');
    const noise = await openVv(files, 'noise');
    const checks = () => {
      requireSoundGeometry(annotation, product);
      requireCalibrationCoversImage(parseCalibration(calibration.bytes, calibration.name), annotation, product);
      requireNoiseCoversImage(parseNoise(noise.bytes, noise.name), annotation, product);
    };
    expect(checks).not.toThrow();
  },
);
