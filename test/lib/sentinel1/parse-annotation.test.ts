import { describe, expect, test } from 'vitest';
import { parseAnnotation } from '../../../lib/sentinel1/parse-annotation.ts';
import { annotationXml } from './safe-product.ts';
import { PATHS, syntheticAnnotation } from './synthetic-orbit.ts';

const annotation = syntheticAnnotation(PATHS.descending, 300, 200, 50);
const text = annotationXml(annotation);
const parse = (xml: string) => parseAnnotation(new TextEncoder().encode(xml), 'vv.xml');

test('every value of the file is read', () => {
  const parsed = parse(text);
  expect(parsed).toMatchObject({ platform: 'S1A', pass: 'DESCENDING', samples: 300, lines: 200, dataTakeId: 0x49f13 });
  expect(parsed.firstLineTimeUs).toBe(annotation.firstLineTimeUs);
  expect(parsed.orbit).toEqual(annotation.orbit);
  expect(parsed.slantToGround).toEqual(annotation.slantToGround);
  const { azimuthTimeS, ...grid } = parsed.geolocationGrid;
  const { azimuthTimeS: written, ...expectedGrid } = annotation.geolocationGrid;
  expect(grid).toEqual(expectedGrid);
  azimuthTimeS.forEach((time, i) => {
    expect(time).toBeCloseTo(written[i] ?? 0, 6); // times are written to the microsecond
  });
});

describe('is refused, naming the element, when', () => {
  const withoutOrbits = text.replace(/<orbit>[\s\S]*<\/orbit>/, '');
  test.each([
    ['orbit vectors are missing', withoutOrbits, 'orbitList> holds 0 state vectors'],
    [
      'the orbit ends before the image',
      text.replace(/<numberOfLines>200</, '<numberOfLines>60000<'),
      'orbitList> covers -20 to 50 s',
    ],
    [
      'the image is absurdly large',
      text.replace('<numberOfSamples>300<', '<numberOfSamples>9000000000<'),
      'numberOfSamples> is 9000000000',
    ],
    [
      'a size is no number',
      text.replace('<numberOfLines>200<', '<numberOfLines>NaN<'),
      'numberOfLines> is "NaN", not a number',
    ],
    [
      'the line interval is 0',
      text.replace('<azimuthTimeInterval>0.0015<', '<azimuthTimeInterval>0<'),
      'azimuthTimeInterval> is 0',
    ],
    ['vectors are out of order', text.replace('17:40:03', '17:30:03'), 'orbitList> is not in the order of time'],
    ['the frame is inertial', text.replace('Earth Fixed', 'GM2000'), 'frame> is GM2000'],
    [
      'polynomials are missing',
      text
        .replace(/<coordinateConversion><az[\s\S]*<\/coordinateConversion><\/coord/, '</coord')
        .replace('</coordinateConversionList>', '</coordinateConversionList>'),
      'coordinateConversion',
    ],
    [
      'a grid point is missing',
      text.replace(/<geolocationGridPoint>[\s\S]*?<\/geolocationGridPoint>/, ''),
      'geolocationGridPointList> says count="20" but holds 19 <geolocationGridPoint>',
    ],
    [
      'a grid point is missing and the count says so',
      text
        .replace(/<geolocationGridPoint>[\s\S]*?<\/geolocationGridPoint>/, '')
        .replace('<geolocationGridPointList count="20">', '<geolocationGridPointList count="19">'),
      'is no regular grid: 19 points',
    ],
    [
      'a coefficient is missing',
      text.replace(/(<srgrCoefficients count="9">)\S+ /, '$1'),
      'srgrCoefficients> says count="9" but holds 8',
    ],
  ])('%s', (_, xml, what) => {
    expect(xml).not.toBe(text);
    expect(() => parse(xml)).toThrow(what);
    expect(() => parse(xml)).toThrow(expect.objectContaining({ reason: 'invalid-annotation', where: 'vv.xml' }));
  });
});
