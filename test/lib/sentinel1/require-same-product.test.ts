import { describe, expect, test } from 'vitest';
import type { Annotation } from '../../../lib/sentinel1/annotation.ts';
import { parseProductName } from '../../../lib/sentinel1/product-name.ts';
import { requireSameProduct } from '../../../lib/sentinel1/require-same-product.ts';

const name = parseProductName('S1A_IW_GRDH_1SDV_20210809T173953_20210809T174018_039156_049F13_6FF8');
const annotation = {
  platform: 'S1A',
  absoluteOrbit: 39156,
  dataTakeId: 0x049f13,
  firstLineTimeUs: Date.UTC(2021, 7, 9, 17, 39, 53) * 1000 + 999_000,
} as Annotation;

const check = (more: Partial<Annotation>) => {
  if (!name) throw new Error('no product name');
  requireSameProduct(name, { ...annotation, ...more }, 'annotation.xml');
};

test('the annotation of the product passes, whatever the fraction of its second', () => {
  expect(() => check({})).not.toThrow();
});

describe('that of another product is refused by what it says', () => {
  test.each<[string, Partial<Annotation>, string]>([
    ['platform', { platform: 'S1B' }, 'S1B, orbit 39156, data take 49F13, starting 2021-08-09T17:39:53.999000Z'],
    ['orbit', { absoluteOrbit: 39157 }, 'S1A, orbit 39157, data take 49F13, starting 2021-08-09T17:39:53.999000Z'],
    ['data take', { dataTakeId: 1 }, 'S1A, orbit 39156, data take 1, starting 2021-08-09T17:39:53.999000Z'],
    [
      'slice',
      { firstLineTimeUs: annotation.firstLineTimeUs + 25e6 },
      'S1A, orbit 39156, data take 49F13, starting 2021-08-09T17:40:18.999000Z',
    ],
  ])('%s', (_, more, found) => {
    expect(() => check(more)).toThrow(
      expect.objectContaining({
        reason: 'invalid-annotation',
        message: `annotation.xml: this is of another product: ${found}. Give the annotation of ${name?.name}.`,
      }),
    );
  });
});
