import { expect, test } from 'vitest';
import { parseManifest } from '../../../lib/sentinel1/manifest.ts';
import { ipfProcessing, manifestXml, PATHS_OF_PRODUCT } from './safe-product.ts';

const parse = (xml: string) => parseManifest(new TextEncoder().encode(xml), 'manifest.safe');

test('a manifest says what made the product, where it lies and which files it has', () => {
  const manifest = parse(manifestXml(4711));
  expect(manifest).toMatchObject({
    ipfVersion: '003.31',
    processingStopUs: Date.UTC(2021, 7, 9, 20, 19, 58) * 1000,
    relativeOrbit: 59,
    pass: 'ASCENDING',
    sliceNumber: 7,
    totalSlices: 20,
    timeliness: 'NRT-3h',
    outline: [
      [1.5, 46.0],
      [4.8, 46.4],
      [5.2, 44.9],
      [1.9, 44.5],
    ],
  });
  expect(manifest.files.at(-1)).toEqual({ path: PATHS_OF_PRODUCT.measurement, size: 4711, md5: '00' });
});

test('the IPF is found inside the re-packing step of the COG variant', () => {
  const cogifier = `<safe:processing name="COG" start="2026-01-01T00:00:00" stop="2026-01-01T00:01:00"><safe:facility name="F"><safe:software name="Sentinel-1 COGifier" version="001.00"/></safe:facility><safe:resource name="x">${ipfProcessing('004.03', '2025-12-31T23:00:00')}</safe:resource></safe:processing>`;
  expect(parse(manifestXml(1, cogifier))).toMatchObject({
    ipfVersion: '004.03',
    processingStopUs: Date.UTC(2025, 11, 31, 23) * 1000,
  });
});

test('a product that is no slice has no slice number', () => {
  const whole = manifestXml(1).replace(/<s1sarl1:(sliceNumber|totalSlices)>\d+/g, '<s1sarl1:$1>0');
  expect(parse(whole)).toMatchObject({ sliceNumber: undefined, totalSlices: undefined });
});

test.each([
  [
    'no relative orbit',
    manifestXml(1).replace(/<safe:relativeOrbitNumber[\s\S]*?<\/safe:relativeOrbitNumber>/g, ''),
    'has no <relativeOrbitNumber>',
  ],
  ['an impossible relative orbit', manifestXml(1).replace('>59<', '>176<'), 'is 176, not a whole number of 1 to 175'],
  ['no software', manifestXml(1, '<safe:processing name="x"/>'), 'names no "Sentinel-1 IPF"'],
  [
    'no processing at all',
    manifestXml(1).replace('ID="processing"', 'ID="other"'),
    'has no metadataObject with ID="processing"',
  ],
])('is refused with %s', (_, xml, what) => {
  expect(() => parse(xml)).toThrow(what);
  expect(() => parse(xml)).toThrow(expect.objectContaining({ reason: 'invalid-manifest' }));
});
