import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as keys from '../../../lib/product/keys.ts';

const ITEM = 'S1A_IW_20210809T173953_039156_049F13';
const PRODUCT = 'S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8';
const RUN = 'a1b2c3d4e5f6'.padEnd(64, '0');

describe('keys', () => {
  it('are those of the published layout', () => {
    expect([
      keys.sceneKey(PRODUCT),
      keys.collectionKey('s2mp-s1s2'),
      keys.itemKey('s2mp-s1s2', ITEM),
      keys.assetKey('s2mp-s1s2', ITEM, RUN, 'sm.tif'),
      keys.landcoverKey(2019, 'N43E003'),
      keys.demKey('S01W001'),
      keys.ndviFilledKey('N43E003', '2021-08-15'),
      keys.ndviObservationKey('N43E003', '2021-08-12'),
      keys.ndviS3Key('N43E003', '2021-08-11'),
      keys.ledgerKey(PRODUCT),
      keys.receiptKey(RUN),
      keys.statisticsKey('compare', 's2mp-s1s2-s2mp-s1s3', '2021-08', 'N43E003.tif'),
      keys.acquisitionsKey({ platform: 'S1A', absoluteOrbit: 39_156, dataTakeId: 0x49f13, startUs: 0, stopUs: 1 }),
    ]).toEqual([
      `scenes/${PRODUCT}.SAFE`,
      'collections/s2mp-s1s2/collection.json',
      `collections/s2mp-s1s2/2021/08/09/${ITEM}/${ITEM}.json`,
      `collections/s2mp-s1s2/2021/08/09/${ITEM}/a1b2c3d4e5f6/sm.tif`,
      'landcover/2019/N43E003.tif',
      'dem/S01W001.tif',
      'ndvi/filled/N43E003/2021-08-15.tif',
      'ndvi/observations/N43E003/2021-08-12.tif',
      'ndvi/s3/N43E003/2021-08-11.tif',
      `ledger/2021/08/09/${PRODUCT}.json`,
      `receipts/${RUN}.json`,
      'statistics/compare/s2mp-s1s2-s2mp-s1s3/2021-08/N43E003.tif',
      'acquisitions/S1A_039156_049F13.json',
    ]);
  });

  it('of items are read back, all others are not', () => {
    const key = keys.itemKey('s2mp-s1s2', ITEM);
    expect(keys.parseItemKey(key)).toEqual({ collection: 's2mp-s1s2', item: ITEM });
    const others = [keys.collectionKey('s2mp-s1s2'), key.replace('/08/09/', '/08/10/'), `${key}.bak`, `x${key}`, ''];
    expect(others.map(keys.parseItemKey)).toEqual(others.map(() => undefined));
    expect(() => keys.itemKey('s2mp-s1s2', '../../etc')).toThrow(RangeError);
  });
});

describe('ledgerKey', () => {
  it.each([
    ['a name without a date', 'hello', 'ledger/undated/hello.json'],
    [
      'a day that is none',
      PRODUCT.replaceAll('0809T', '0231T'),
      `ledger/undated/${PRODUCT.replaceAll('0809T', '0231T')}.json`,
    ],
    ['slashes and blanks', 'a/../b c', 'ledger/undated/a%2F..%2Fb%20c.json'],
    ['a name that is not for a file system', 'ä\u0000', 'ledger/undated/%C3%A4%00.json'],
    ['half a surrogate pair', 'x\uD800', 'ledger/undated/x%EF%BF%BD.json'],
    [
      'another product of the family',
      PRODUCT.replace('IW_GRDH', 'EW_GRDM'),
      `ledger/2021/08/09/${PRODUCT.replace('IW_GRDH', 'EW_GRDM')}.json`,
    ],
  ])('takes %s', (_, name, key) => {
    expect(keys.ledgerKey(name)).toBe(key);
  });

  it('of any text is one safe path segment after the day, short enough for a file name, and another for another text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('.', '..', 'ü'.repeat(150)));
    fc.assert(
      fc.property(text, text, (a, b) => {
        const key = keys.ledgerKey(a);
        expect(key).toMatch(/^ledger\/undated\/[^/\\]{0,240}\.json$/);
        if (a.toWellFormed() !== b.toWellFormed()) expect(keys.ledgerKey(b)).not.toBe(key);
      }),
    );
  });
});
