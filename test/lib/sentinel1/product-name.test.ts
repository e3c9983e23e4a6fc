import { expect, test } from 'vitest';
import { parseProductName } from '../../../lib/sentinel1/product-name.ts';
import { requireIwGrdhVv } from '../../../lib/sentinel1/require-iw-grdh-vv.ts';

const NAME = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';

test('a product name says what it is', () => {
  expect(parseProductName(NAME)).toEqual({
    name: NAME,
    platform: 'S1A',
    mode: 'IW',
    type: 'GRD',
    resolution: 'H',
    processingLevel: 1,
    productClass: 'S',
    polarisation: 'DV',
    startUs: Date.UTC(2021, 7, 9, 17, 39, 53) * 1000,
    stopUs: Date.UTC(2021, 7, 9, 17, 40, 18) * 1000,
    absoluteOrbit: 39_156,
    dataTakeId: '049F13',
    suffix: '6FF8',
    isCog: false,
  });
  expect(parseProductName(`${NAME}_COG`)).toMatchObject({ isCog: true, suffix: '6FF8' });
});

test.each([
  '',
  `${NAME}.SAFE`,
  NAME.toLowerCase(),
  NAME.replace('20210809T17', '20211309T17'),
  NAME.replace('174018', '173000'),
  'S2A_29RKH',
])('%j is no product name', (name) => {
  expect(parseProductName(name)).toBeUndefined();
});

test.each([
  [NAME.replace('IW_GRDH', 'EW_GRDM'), 'unsupported-product', 'this is a EW GRDM product'],
  [NAME.replace('IW_GRDH', 'S3_GRDH'), 'unsupported-product', 'this is a S3 GRDH product'],
  [NAME.replace('GRDH', 'SLC_'), 'unsupported-product', 'this is a IW SLC product'],
  [NAME.replace('IW_GRDH_1SDV', 'WV_OCN__2SSV'), 'unsupported-product', 'this is a WV OCN product'],
  [NAME.replace('1SDV', '1ADV'), 'unsupported-product', 'class A'],
  [NAME.replace('1SDV', '1SSH'), 'no-vv', 'polarisation SH has no VV image'],
  [NAME.replace('1SDV', '1SDH'), 'no-vv', 'polarisation DH has no VV image'],
  ['my scene', 'unsupported-product', 'is no Sentinel-1 product name'],
])('%s is refused as %s', (name, reason, what) => {
  expect(() => requireIwGrdhVv(name)).toThrow(what);
  expect(() => requireIwGrdhVv(name)).toThrow(expect.objectContaining({ tag: 'InputError', reason }));
});

test.each(['1SDV', '1SSV'])('%s is accepted', (code) => {
  expect(requireIwGrdhVv(NAME.replace('1SDV', code)).mode).toBe('IW');
});
